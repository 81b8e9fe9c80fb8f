"""How long a document stood in each state, kept in its table `state_history`; figures are made of it."""

import frappe
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_name
from frappe.utils import get_datetime, now_datetime

SECONDS_OF_A_DAY = 86400


def note_state(doc: Document, _method: str | None = None) -> None:
    """Close the period of the former state and begin one for the new state, when the state of `doc` changes."""
    if not doc.meta.has_field("state_history"):
        return
    restore_history(doc)
    state = state_of(doc)
    last = doc.state_history[-1] if doc.state_history else None
    if not state or (last and last.state == state):
        return
    now = now_datetime()
    if last:
        last.left_on = now
        last.days = (now - get_datetime(last.entered_on)).total_seconds() / SECONDS_OF_A_DAY
    doc.append("state_history", {"state": state, "entered_on": now, "changed_by": frappe.session.user})


def move_on(doc: Document, state: str) -> None:
    """Close the period of a stored document and begin one for `state`, where the state is changed past its form."""
    if not doc.meta.has_field("state_history"):
        return
    now = now_datetime()
    for row in doc.state_history[-1:]:
        days = (now - get_datetime(row.entered_on)).total_seconds() / SECONDS_OF_A_DAY
        row.db_set({"left_on": now, "days": days}, update_modified=False)
    new = {"state": state, "entered_on": now, "changed_by": frappe.session.user}
    doc.append("state_history", new).db_insert()


def restore_history(doc: Document) -> None:
    """Put back what stands in the database: nobody writes a history by hand."""
    before = doc.get_doc_before_save()
    doc.set("state_history", [row.as_dict() for row in before.state_history] if before else [])


def state_of(doc: Document) -> str | None:
    """Return the state of `doc`, for a new one the first state of its workflow, or None without a workflow."""
    if doc.get("workflow_state"):
        return doc.workflow_state
    workflow = get_workflow_name(doc.doctype)
    return frappe.get_cached_doc("Workflow", workflow).states[0].state if workflow else None
