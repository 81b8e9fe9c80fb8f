"""Texts that are stored or sent: in the language of the municipality, not of whoever is signed in."""

import frappe


def site_language() -> str:
    """Return the language of the municipality."""
    return frappe.db.get_single_value("System Settings", "language") or "en"


def label_of(doctype: str, key: str | None) -> str:
    """Return the text of a list entry that colleagues see, or the key itself."""
    return (key and frappe.db.get_value(doctype, key, "label", cache=True)) or key or ""
