"""A contact at an actor, reachable on duty."""

from frappe.model.document import Document


class ActorContact(Document):
    """Actor Contact: all behaviour comes from the field definitions."""
