"""What kind of office, organisation or initiative an actor is."""

from frappe.model.document import Document


class ActorType(Document):
    """Actor Type: a record without rules of its own."""
