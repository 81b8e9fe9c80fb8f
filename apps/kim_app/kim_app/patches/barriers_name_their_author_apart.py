"""Barriers name who reported them in a field of a higher permission level."""

import frappe

from kim_app.permissions.traces import NEUTRAL

AUTHOR = {"owner": NEUTRAL, "modified_by": NEUTRAL}


def execute() -> None:
    """Fill it for the barriers of an earlier release; a second run finds none."""
    tables = [field.options for field in frappe.get_meta("Barrier").get_table_fields()]
    for barrier in frappe.get_all("Barrier", filters={"entered_by": ("is", "not set")}, fields=["name", "owner"]):
        values = {"entered_by": barrier.owner, **AUTHOR}
        frappe.db.set_value("Barrier", barrier.name, values, update_modified=False)
        for table in tables:
            rows = {"parenttype": "Barrier", "parent": barrier.name}
            frappe.db.set_value(table, rows, AUTHOR, update_modified=False)
