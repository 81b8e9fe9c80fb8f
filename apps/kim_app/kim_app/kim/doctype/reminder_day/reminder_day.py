"""How many days before a date somebody is reminded."""

from frappe.model.document import Document


class ReminderDay(Document):
    """Reminder Day: a record without rules of its own."""
