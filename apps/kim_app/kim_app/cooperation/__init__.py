"""Meetings, barriers and measures: the loop from single cases to the structures and back."""
