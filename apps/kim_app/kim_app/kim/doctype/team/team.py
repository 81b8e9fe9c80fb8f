"""A group of colleagues who work on cases together."""

from frappe.model.document import Document


class Team(Document):
    """Team: all behaviour comes from the field definitions."""
