"""What a municipality decides for itself, read in one place."""

from typing import Any

import frappe

SETTINGS = "KIM Settings"


def setting(fieldname: str) -> Any:
    """Return a value of KIM Settings, as its field type says (a Check is 0 or 1, a table a list of rows)."""
    return frappe.get_cached_doc(SETTINGS).get(fieldname)


def seed_defaults() -> None:
    """Store the default of every setting that this site was never given; what an administrator set stays."""
    stored = frappe.db.get_singles_dict(SETTINGS)
    new = {
        field.fieldname: field.default
        for field in frappe.get_meta(SETTINGS).fields
        if field.default and field.fieldname not in stored
    }
    if new:
        frappe.db.set_single_value(SETTINGS, new)
