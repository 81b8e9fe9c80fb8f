"""A part of life that counselling looks at, such as housing or work."""

from frappe.model.document import Document


class LifeArea(Document):
    """Life Area: all behaviour comes from the field definitions."""
