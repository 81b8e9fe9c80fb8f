"""A role that is chosen."""

from frappe.model.document import Document


class RoleChoice(Document):
    """Role Choice: a record without rules of its own."""
