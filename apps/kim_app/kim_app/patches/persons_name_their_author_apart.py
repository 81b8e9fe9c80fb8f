"""Persons name who entered them in a field of a higher permission level, and are found by the sound of their names."""

import frappe

from kim_app.permissions.traces import NEUTRAL
from kim_app.persons.names import name_key

FIELDS = ("name", "owner", "first_name", "last_name")


def execute() -> None:
    """Fill both for the persons of an earlier release; a second run finds none."""
    for person in frappe.get_all("Person", filters={"entered_by": ("is", "not set")}, fields=list(FIELDS)):
        values = {
            "entered_by": person.owner,
            "owner": NEUTRAL,
            "modified_by": NEUTRAL,
            "name_key": name_key(person.first_name, person.last_name, None),
        }
        frappe.db.set_value("Person", person.name, values, update_modified=False)
