"""A case in which a barrier was met."""

from frappe.model.document import Document


class BarrierOccurrence(Document):
    """Barrier Occurrence: all behaviour comes from the field definitions."""
