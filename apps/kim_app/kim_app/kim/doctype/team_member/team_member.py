"""A colleague who belongs to a team."""

from frappe.model.document import Document


class TeamMember(Document):
    """Team Member: a record without rules of its own."""
