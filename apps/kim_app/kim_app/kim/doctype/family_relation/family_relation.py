"""What another person is to this person."""

from frappe.model.document import Document


class FamilyRelation(Document):
    """Family Relation: a record without rules of its own."""
