"""The rules of a DocType's active workflow, and the step that a document is about to take."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_name

STEPS, STATES, TASKS = "kim_step_rules", "kim_state_rules", "kim_state_tasks"
"""The tables of rules on a Workflow."""


@dataclass(frozen=True)
class Step:
    """A document leaves `state` for `next_state`; `actions` are those that lead there for the user's roles."""

    state: str
    next_state: str
    actions: tuple[str, ...]


def workflow_of(doctype: str) -> Document | None:
    """Return the active workflow of a DocType, or None."""
    name = get_workflow_name(doctype)
    return frappe.get_cached_doc("Workflow", name) if name else None


def is_state_field(meta: Any, fieldname: str | None) -> bool:
    """Say whether the field holds states: an administrator counts and moves documents by no other one."""
    field = meta.get_field(fieldname) if fieldname else None
    return bool(field) and field.fieldtype == "Link" and field.options == "Workflow State"


def state_in(workflow: Document, doc: Document | None) -> str | None:
    """Return the state of `doc`; before it has one, the first of the workflow."""
    return (doc.get(workflow.workflow_state_field) if doc else None) or workflow.states[0].state


def step_of(workflow: Document, doc: Document) -> Step | None:
    """Return the step that saving `doc` takes, or None where its state stays or the document is new."""
    before = doc.get_doc_before_save()
    state, next_state = state_in(workflow, before), state_in(workflow, doc)
    if not before or state == next_state:
        return None
    roles = frappe.get_roles()
    ways = (row for row in workflow.transitions if row.state == state and row.next_state == next_state)
    return Step(state, next_state, tuple(dict.fromkeys(row.action for row in ways if row.allowed in roles)))


def rules_of_step(workflow: Document, state: str, action: str) -> list[Any]:
    """Return the rules of an action that leads out of `state`; a rule without action stands for all of them."""
    return [row for row in workflow.get(STEPS) or () if row.state == state and row.action in (None, "", action)]


def ended_states(workflow: Document) -> list[str]:
    """Return the states in which the work on a document is done, sorted."""
    return sorted({row.state for row in workflow.get(STATES) or () if row.ends_work})


def rules_of_state(workflow: Document, state: str, table: str) -> list[Any]:
    """Return the rows of `table` for a state."""
    return [row for row in workflow.get(table) or () if row.state == state]
