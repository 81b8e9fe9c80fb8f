"""A decision of a meeting."""

from frappe.model.document import Document


class MeetingDecision(Document):
    """Meeting Decision: all behaviour comes from the field definitions."""
