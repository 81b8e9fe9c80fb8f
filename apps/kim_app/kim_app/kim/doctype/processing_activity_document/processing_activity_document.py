"""A kind of document that belongs to a processing activity."""

from frappe.model.document import Document


class ProcessingActivityDocument(Document):
    """Processing Activity Document: a record without rules of its own."""
