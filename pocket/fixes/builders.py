"""Builders: the graphical editors of the Desk (forms, workflows, print formats)."""
