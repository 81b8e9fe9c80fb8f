"""A list of documents whose time is over, and what was done about them after approval."""

from frappe.model.document import Document


class RetentionRun(Document):
    """Retention Run: a record without rules of its own."""
