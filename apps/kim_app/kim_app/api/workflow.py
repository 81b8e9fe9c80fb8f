"""What the Desk asks about steps of a workflow. Every call asks for rights first."""

from typing import Any

import frappe
from frappe.model.document import Document

from kim_app.permissions.named import named
from kim_app.workflow_rules import steps


@frappe.whitelist()
def get_transitions(doc: str | dict | Document) -> list[dict[str, Any]]:
    """Return the transitions that the user may take, as the framework does, less those that are for others.

    `doc` names the document by `doctype` and `name`; its stored state counts. Raises `frappe.PermissionError`.
    """
    stated = frappe.parse_json(doc)
    if not isinstance(stated, dict | Document) or stated.get("__islocal"):
        return []
    return steps.offered(named(stated.get("doctype"), stated.get("name")))


@frappe.whitelist()
def needs_comment(doctype: str, name: str, action: str) -> bool:
    """Say whether the user must write a comment before `action`. Raises `frappe.PermissionError`."""
    return steps.comment_is_missing(named(doctype, name), action)
