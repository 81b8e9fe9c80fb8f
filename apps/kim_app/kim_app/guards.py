"""Framework calls that answer without asking who may see the document, put behind that question."""

import json

import frappe
from frappe.desk.notifications import get_open_count as _count_connections
from frappe.desk.search import get_link_title as _title_of_link


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: str | list | None = None) -> dict:
    """Count connected documents, but only of those DocTypes that the user may read.

    Otherwise a clerk could ask how many cases a person has. Raises `frappe.PermissionError` if the user may not
    read the document itself.
    """
    if items is None:
        groups = frappe.get_meta(doctype).get_dashboard_data().transactions
        items = [item for group in groups for item in group.get("items")]
    elif isinstance(items, str):
        items = json.loads(items)
    readable = [item for item in items if frappe.has_permission(item, "read")]
    return _count_connections(doctype, name, readable)


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str:
    """Return the title of a linked document, or its bare name to those who may not read it."""
    if frappe.has_permission(doctype, "read", docname) or frappe.has_permission(doctype, "select", docname):
        return _title_of_link(doctype, docname)
    return docname
