"""Framework calls that answer without asking who may see the document, put behind that question.

The originals are reached through their modules: a whitelisted function imported by name could be called from outside
under this module's name.
"""

import json
from typing import Any

import frappe
from frappe.desk import notifications, search


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: str | list | None = None) -> dict:
    """Count connected documents, but only those that the user may read.

    Otherwise a clerk could ask how many cases a person has. Raises `frappe.PermissionError` if the user may not
    read the document itself.
    """
    links = frappe.get_meta(doctype).get_dashboard_data()
    if items is None:
        items = [item for group in links.transactions for item in group.get("items")]
    elif isinstance(items, str):
        items = json.loads(items)
    readable = [item for item in items if frappe.has_permission(item, "read")]
    answer = notifications.get_open_count(doctype, name, readable)
    if answer["count"]:
        _keep_visible(answer["count"], name, links)
    return answer


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str:
    """Return the title of a linked document, or its bare name if it is not there or not for the user's eyes."""
    if not frappe.db.exists(doctype, docname):
        return docname
    if frappe.has_permission(doctype, "read", docname) or frappe.has_permission(doctype, "select", docname):
        return search.get_link_title(doctype, docname)
    return docname


def _keep_visible(found: dict, name: str, links: Any) -> None:
    """Replace the numbers in the framework's answer by those of visible documents."""
    for row in found["external_links_found"]:
        filters = _filters_of(row["doctype"], name, links)
        row["count"] = len(_visible(row["doctype"], filters))
        if row["open_count"]:
            opened = notifications.get_filters_for(row["doctype"])
            row["open_count"] = len(_visible(row["doctype"], {**filters, **opened}))
    for row in found["internal_links_found"]:
        row["names"] = _visible(row["doctype"], {"name": ("in", row["names"])})
        row["count"] = len(row["names"])


def _filters_of(doctype: str, name: str, links: Any) -> dict:
    """Say by which fields documents of `doctype` are connected to `name`."""
    fieldname = links.get("non_standard_fieldnames", {}).get(doctype, links.get("fieldname"))
    dynamic = notifications.get_dynamic_link_filters(doctype, links, fieldname)
    return {fieldname: name, **(dynamic or {})}


def _visible(doctype: str, filters: dict) -> list[str]:
    """Name the documents that the user may read, at most 100 as the framework does."""
    return frappe.get_list(doctype, filters=filters, pluck="name", limit=100, distinct=True, order_by=None)
