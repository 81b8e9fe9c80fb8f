"""After how many months documents are anonymised or deleted."""

from frappe.model.document import Document


class RetentionRule(Document):
    """Retention Rule: a record without rules of its own."""
