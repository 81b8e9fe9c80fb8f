"""Declined enquiries have the day of their end in a field of its own, and their retention counts from it."""

import frappe
from frappe.utils import getdate

RULE = "Abgelehnte Anfrage"


def execute() -> None:
    """Take the day from the history of states, and let the shipped rule count from it; a second run finds nothing."""
    days = _days_of_declining()
    missing = {"workflow_state": "Declined", "declined_on": ("is", "not set")}
    for case in frappe.get_all("Case", filters=missing, fields=["name", "modified"]):
        day = getdate(days.get(case.name) or case.modified)
        frappe.db.set_value("Case", case.name, "declined_on", day, update_modified=False)
    _count_from_it()


def _days_of_declining() -> dict:
    """Return the last time at which each case was declined."""
    filters = {"parenttype": "Case", "state": "Declined"}
    return dict(frappe.get_all("State Period", filters, ["parent", "entered_on"], order_by="idx", as_list=True))


def _count_from_it() -> None:
    if frappe.db.get_value("Retention Rule", RULE, "from_field") != "state_history":
        return
    if frappe.db.exists("Version", {"ref_doctype": "Retention Rule", "docname": RULE}):
        print(f"Retention Rule {RULE} was changed here and stays: it counts from the day of its state.")
        return
    frappe.db.set_value("Retention Rule", RULE, "from_field", "declined_on")
