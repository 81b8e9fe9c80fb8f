"""A person who is counselled or who makes an application."""

import frappe
from frappe.model.document import Document

from kim_app.checks import require_not_future, require_order

# These keep a copy of the name, as title of their own.
NAME_COPIES = ("Case", "Referral", "Application")


class Person(Document):
    """Person: keeps the full name and refuses impossible dates."""

    def validate(self) -> None:
        """Compose the full name and check the dates. Raises `frappe.ValidationError`."""
        self.set_full_name()
        require_not_future(self, "birth_date", "arrival_date")
        require_order(self, "birth_date", "arrival_date")
        require_order(self, "arrival_date", "residence_valid_until")

    def on_update(self) -> None:
        """Carry a changed name to the documents that keep a copy of it."""
        if self.has_value_changed("full_name"):
            for doctype in NAME_COPIES:
                frappe.db.set_value(
                    doctype, {"person": self.name}, "person_name", self.full_name, update_modified=False
                )

    def set_full_name(self) -> None:
        """Join first and last name, without spare blanks."""
        self.full_name = " ".join(f"{self.first_name or ''} {self.last_name or ''}".split())
