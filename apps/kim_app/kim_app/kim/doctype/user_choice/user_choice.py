"""A colleague that is chosen."""

from frappe.model.document import Document


class UserChoice(Document):
    """User Choice: a row without rules of its own."""
