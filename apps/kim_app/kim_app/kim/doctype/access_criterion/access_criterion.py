"""What the municipality asks for before somebody is counselled."""

from frappe.model.document import Document


class AccessCriterion(Document):
    """Access Criterion: a record without rules of its own."""
