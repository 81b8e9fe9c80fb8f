"""KIM: municipal integration management on Frappe."""

__version__ = "0.1.0"
