"""A chosen life area."""

from frappe.model.document import Document


class LifeAreaChoice(Document):
    """Life Area Choice: all behaviour comes from the field definitions."""
