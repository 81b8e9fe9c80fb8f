"""A chosen actor."""

from frappe.model.document import Document


class ActorChoice(Document):
    """Actor Choice: all behaviour comes from the field definitions."""
