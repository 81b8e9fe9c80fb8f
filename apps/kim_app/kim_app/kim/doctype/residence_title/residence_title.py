"""A residence title or status under residence law."""

from frappe.model.document import Document


class ResidenceTitle(Document):
    """Residence Title: all behaviour comes from the field definitions."""
