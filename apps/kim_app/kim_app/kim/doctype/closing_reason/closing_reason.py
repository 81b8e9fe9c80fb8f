"""Why a case was closed."""

from frappe.model.document import Document


class ClosingReason(Document):
    """Closing Reason: all behaviour comes from the field definitions."""
