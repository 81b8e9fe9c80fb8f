"""The kind of obstacle that a barrier report describes."""

from frappe.model.document import Document


class BarrierCategory(Document):
    """Barrier Category: all behaviour comes from the field definitions."""
