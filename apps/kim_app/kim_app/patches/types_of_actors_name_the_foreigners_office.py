"""Which types of actors are a foreigners' office is said in the list; it was the entry “abh” alone."""

import frappe


def execute() -> None:
    """Mark the entry of an earlier release, unless an administrator marked another one already."""
    if not frappe.db.exists("Actor Type", {"foreigners_office": 1}) and frappe.db.exists("Actor Type", "abh"):
        frappe.db.set_value("Actor Type", "abh", "foreigners_office", 1)
