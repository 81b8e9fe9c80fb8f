"""The room of the applications."""
