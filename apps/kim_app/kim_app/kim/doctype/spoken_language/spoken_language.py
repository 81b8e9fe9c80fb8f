"""A language that people or actors speak, by its ISO 639 key."""

from frappe.model.document import Document


class SpokenLanguage(Document):
    """Spoken Language: all behaviour comes from the field definitions."""
