"""Who sent a person to the case management, or how the person came."""

from frappe.model.document import Document


class CaseSource(Document):
    """Case Source: a record without rules of its own."""
