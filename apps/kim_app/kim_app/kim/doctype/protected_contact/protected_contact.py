"""Phone, e-mail and address of a person whose address is blocked, kept apart from the person."""

from frappe.model.document import Document


class ProtectedContact(Document):
    """Protected Contact: a record without rules of its own."""
