"""A body of law under which a person receives benefits or is dealt with."""

from frappe.model.document import Document


class LegalCircle(Document):
    """Legal Circle: all behaviour comes from the field definitions."""
