"""A chosen language."""

from frappe.model.document import Document


class LanguageChoice(Document):
    """Language Choice: all behaviour comes from the field definitions."""
