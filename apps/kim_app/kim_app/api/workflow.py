"""What the Desk asks about steps of a workflow. Every call asks for rights first."""

from typing import Any

import frappe
from frappe.model.document import Document

from kim_app.permissions.named import named
from kim_app.workflow_rules import moving, steps, stranding, trial


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


@frappe.whitelist()
def get_workflow_state_count(doctype: str, workflow_state_field: str, states: str | list) -> list[dict[str, Any]]:
    """Return how many documents stand in states other than `states`, for who changes workflows.

    The framework asks for the right to read the documents, which administrators do not have: they are told numbers
    alone. Raises `frappe.PermissionError`.
    """
    frappe.has_permission("Workflow", "write", throw=True)
    known = frappe.parse_json(states)
    found = stranding.numbers(doctype, workflow_state_field)
    return [{workflow_state_field: state, "count": found[state]} for state in sorted(found) if state not in known]


@frappe.whitelist()
def state_numbers(workflow: str) -> dict[str, int]:
    """Return how many documents stand in each state of a workflow. Raises `frappe.PermissionError`."""
    rules = named("Workflow", workflow, "write")
    return stranding.numbers(rules.document_type, rules.workflow_state_field)


@frappe.whitelist(methods=["POST"])
def move_documents(workflow: str, state: str, next_state: str) -> dict[str, int]:
    """Move all documents out of a state, as far as the gates of the next state let them.

    Raises `frappe.PermissionError` for who does not change workflows, and `frappe.ValidationError` for an unknown
    target.
    """
    return moving.move(named("Workflow", workflow, "write"), state, next_state)


@frappe.whitelist()
def try_out(workflow: str, state: str, document: str | None = None) -> list[dict[str, Any]]:
    """Return what each transition out of `state` would do with a document, or with an empty one.

    The workflow need not be active. Raises `frappe.PermissionError` for who does not change workflows, or may not
    read the document.
    """
    rules = named("Workflow", workflow, "write")
    if document:
        named(rules.document_type, document)
    return trial.steps_from(rules, state, document)
