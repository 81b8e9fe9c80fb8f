"""A requirement on the checklist of one application."""

from frappe.model.document import Document


class ApplicationRequirement(Document):
    """Application Requirement: all behaviour comes from the field definitions."""
