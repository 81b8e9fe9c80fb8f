"""Figures that are built without code, and what keeps them from telling about single persons."""
