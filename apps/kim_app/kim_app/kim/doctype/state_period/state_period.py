"""How long a document stayed in one state. Written by KIM itself."""

from frappe.model.document import Document


class StatePeriod(Document):
    """State Period: a record without rules of its own."""
