"""A document whose time is over."""

from frappe.model.document import Document


class RetentionItem(Document):
    """Retention Item: a record without rules of its own."""
