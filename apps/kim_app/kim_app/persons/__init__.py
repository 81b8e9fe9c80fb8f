"""Persons: names and how they are recognised, family and household, residence over time, protected contact data."""
