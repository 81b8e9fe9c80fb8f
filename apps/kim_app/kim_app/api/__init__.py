"""Endpoints: thin, typed, and the right is checked first. What they do lives in the rooms beside this package."""
