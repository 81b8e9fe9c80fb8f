"""A requirement that applications of this type have to meet."""

from frappe.model.document import Document


class ApplicationTypeRequirement(Document):
    """Application Type Requirement: all behaviour comes from the field definitions."""
