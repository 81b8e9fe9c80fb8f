"""What a municipality decides for itself."""

import frappe
from frappe.model.document import Document


class KIMSettings(Document):
    """KIM Settings: a record without rules of its own."""

    def on_update(self) -> None:
        """Let the Desk of each user start with what is set now."""
        frappe.cache.delete_value("bootinfo")
