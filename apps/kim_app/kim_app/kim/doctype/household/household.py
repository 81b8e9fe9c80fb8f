"""People who live together and are counselled together."""

from frappe.model.document import Document


class Household(Document):
    """Household: all behaviour comes from the field definitions."""
