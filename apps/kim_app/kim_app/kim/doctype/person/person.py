"""A person who is counselled or who makes an application."""

from typing import Any

import frappe
from frappe.model.document import Document

from kim_app.answers import AnswersToReader
from kim_app.checks import require_not_future, require_order
from kim_app.persons import contact, duplicates, household, names, relations, residence
from kim_app.persons.entry import require_names, tidy_names

# These keep a copy of the name, as title of their own.
NAME_COPIES = ("Case", "Referral", "Application", "Contact Note", "Assessment", "Consent", "Disclosure")


class Person(AnswersToReader, Document):
    """Person: what is computed, checked and protected is described in the room `kim_app.persons`."""

    def before_validate(self) -> None:
        """Bring names into one form, before anything is checked."""
        tidy_names(self)

    def validate(self) -> None:
        """Compose the full name, check names, dates, periods and relations. Raises `frappe.ValidationError`."""
        self.set_full_name()
        require_names(self)
        require_not_future(self, "birth_date", "arrival_date", "in_municipality_since")
        require_order(self, "birth_date", "arrival_date")
        residence.keep_residence(self)
        require_order(self, "arrival_date", "residence_valid_until")
        relations.check_relations(self)
        contact.guard(self)

    def on_update(self) -> None:
        """Carry changes to the documents that depend on them."""
        contact.keep(self)
        household.note_household(self)
        relations.mirror_relations(self)
        self.carry_name()

    def after_insert(self) -> None:
        """Tell the author if somebody like this may be known already."""
        duplicates.tell_author(self)

    def on_trash(self) -> None:
        """Take along what exists for this person alone."""
        contact.forget(self.name)
        relations.forget_relations(self.name)

    def after_delete(self) -> None:
        """Count the household anew that has lost a member."""
        household.recount(self.household)

    def apply_fieldlevel_read_permissions(self) -> None:
        """Prepare the document for its reader: Frappe calls this wherever a document is sent out."""
        super().apply_fieldlevel_read_permissions()
        contact.show_to_reader(self)

    def before_print(self, _settings: Any = None) -> None:
        """Prepare the document for who prints it."""
        self.apply_fieldlevel_read_permissions()

    def carry_name(self, always: bool = False) -> None:
        """Carry a changed name to the documents that keep a copy of it."""
        if always or self.has_value_changed("full_name"):
            values = {"person_name": self.full_name}
            for doctype in NAME_COPIES:
                frappe.db.set_value(doctype, {"person": self.name}, values, update_modified=False)

    def set_full_name(self) -> None:
        """Join first and last name, without spare blanks, and note how the names sound."""
        self.full_name = " ".join(f"{self.first_name or ''} {self.last_name or ''}".split())
        self.name_key = names.name_key(self.first_name, self.last_name, self.other_names)
