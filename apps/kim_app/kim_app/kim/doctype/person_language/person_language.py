"""A language that a person speaks, with its level."""

from frappe.model.document import Document


class PersonLanguage(Document):
    """Person Language: all behaviour comes from the field definitions."""
