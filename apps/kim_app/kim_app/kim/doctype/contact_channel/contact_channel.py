"""How somebody was met or reached."""

from frappe.model.document import Document


class ContactChannel(Document):
    """Contact Channel: a record without rules of its own."""
