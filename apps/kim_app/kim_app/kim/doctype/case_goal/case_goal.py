"""A goal that client and case manager agreed on."""

from frappe.model.document import Document


class CaseGoal(Document):
    """Case Goal: all behaviour comes from the field definitions."""
