"""A chosen legal circle."""

from frappe.model.document import Document


class LegalCircleChoice(Document):
    """Legal Circle Choice: all behaviour comes from the field definitions."""
