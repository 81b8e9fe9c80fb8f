"""Moves documents from one state to another for an administrator, who sees numbers and none of the documents.

Gates hold for each document: what may not enter the new state stays where it is, and is counted.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.gates import problems_in
from kim_app.state_history import move_on
from kim_app.workflow_rules.reading import is_state_field

LONG = 20
"""From this number on, documents are moved in the background."""
EVENT = "kim_documents_moved"


def move(workflow: Document, state: str, next_state: str) -> dict[str, int]:
    """Move all documents of the workflow's DocType out of `state`; many are moved in the background.

    Return how many were `moved`, how many `stayed` since a gate stops them, and how many are `queued`. Raises
    `frappe.ValidationError` if the workflow has no such target.
    """
    if not is_state_field(frappe.get_meta(workflow.document_type), workflow.workflow_state_field):
        raise frappe.PermissionError
    if next_state == state or next_state not in {row.state for row in workflow.states}:
        frappe.throw(_("Please choose another state of this workflow."), title=_("Move Documents"))
    there = {workflow.workflow_state_field: state}
    names = frappe.get_all(workflow.document_type, there, pluck="name", order_by="name")
    if len(names) < LONG:
        return {"queued": 0, **move_all(workflow.name, names, next_state)}
    frappe.enqueue(move_and_tell, queue="long", workflow=workflow.name, names=names, next_state=next_state)
    return {"queued": len(names), "moved": 0, "stayed": 0}


def move_all(workflow: str, names: list[str], next_state: str) -> dict[str, int]:
    """Move the named documents and show the progress; the workflow keeps how many were moved, and how many not."""
    rules, moved = frappe.get_doc("Workflow", workflow), 0
    for number, name in enumerate(names, start=1):
        moved += _move(rules, name, next_state)
        frappe.publish_progress(100 * number / len(names), title=_("Move Documents"))
    count = {"moved": moved, "stayed": len(names) - moved}
    text = _("{0} documents were moved to “{1}”, {2} could not be.")
    rules.add_comment("Info", text.format(moved, _(next_state), count["stayed"]))
    return count


def move_and_tell(workflow: str, names: list[str], next_state: str) -> None:
    """Move the named documents in the background, and tell whoever started it how it ended."""
    count = move_all(workflow, names, next_state)
    frappe.publish_realtime(EVENT, count, user=frappe.session.user, after_commit=True)


def _move(workflow: Document, name: str, next_state: str) -> bool:
    doc, field = frappe.get_doc(workflow.document_type, name), workflow.workflow_state_field
    doc.load_doc_before_save()
    state = doc.get(field)
    doc.set(field, next_state)
    if problems_in(doc):
        return False
    frappe.db.set_value(doc.doctype, name, field, next_state)
    move_on(doc, next_state)
    _note(doc, state, next_state)
    return True


def _note(doc: Any, state: str, next_state: str) -> None:
    text = _("Moved from “{0}” to “{1}”, since the workflow was changed")
    doc.add_comment("Info", text.format(_(state), _(next_state)))
