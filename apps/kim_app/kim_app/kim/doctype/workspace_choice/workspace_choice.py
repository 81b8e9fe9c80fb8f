"""A workspace that is chosen."""

from frappe.model.document import Document


class WorkspaceChoice(Document):
    """Workspace Choice: a row without rules of its own."""
