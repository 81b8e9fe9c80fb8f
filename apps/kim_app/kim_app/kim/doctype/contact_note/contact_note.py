"""A contact with a person or about a case, with its effort."""

from frappe.model.document import Document


class ContactNote(Document):
    """Contact Note: a record without rules of its own."""
