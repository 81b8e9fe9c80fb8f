"""The queue: who came first is worked on first, and who is taken out of turn has a reason that is kept."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, format_date

from kim_app.applications.states import DECISION, FORMAL_CHECK, RECEIVED, UNDER_REVIEW, moved_into
from kim_app.settings import setting

BEHIND = {UNDER_REVIEW: (RECEIVED, FORMAL_CHECK), DECISION: (RECEIVED, FORMAL_CHECK, UNDER_REVIEW)}
"""For a state that goes by the queue: the states in which an older application is still waiting for the office."""


def first_in_queue(doc: Any, state: str) -> Any | None:
    """Return the oldest application that should come before `doc` in going into `state`, with how many there are.

    It is of the same type, so of the same office, was received on an earlier day, and waits for the office: not for
    papers, for another authority or for the end of a suspension. None if there is none or the city keeps no queue.
    """
    if state not in BEHIND or not cint(setting("queue_by_receipt")):
        return None
    # All of the office's applications wait in one queue; the clerk may see each of them.
    older = frappe.get_all(
        "Application",
        filters={
            "application_type": doc.application_type,
            "received_on": ("<", doc.received_on),
            "workflow_state": ("in", BEHIND[state]),
            "name": ("!=", doc.name),
        },
        fields=["name", "received_on"],
        order_by="received_on, creation",
    )
    return frappe._dict(older[0], number=len(older)) if older else None


def out_of_turn(doc: Document) -> str | None:
    """Say which application should come first, if this one is moved on before it without a reason."""
    if (doc.jump_reason or "").strip():
        return None
    first = first_in_queue(doc, doc.workflow_state)
    if not first:
        return None
    return _(
        "{0} of {1} was received earlier and still waits ({2} in all). Please work on it first, or enter “Reason for "
        "Working Out of Turn” in the tab “Decision”."
    ).format(first.name, format_date(first.received_on), first.number)


def log_jump(doc: Document) -> None:
    """Keep in the timeline before whom and why an application was taken out of turn; no clerk can alter it."""
    if not moved_into(doc, *BEHIND):
        return
    first = first_in_queue(doc, doc.workflow_state)
    if not first:
        return
    text = _("Worked on out of turn, before {0} of {1} ({2} in all). Reason: {3}").format(
        first.name, format_date(first.received_on), first.number, frappe.utils.escape_html(doc.jump_reason)
    )
    comment = doc.add_comment("Info", text, comment_by=frappe.utils.get_fullname())
    # Whoever owns a comment may change it.
    comment.db_set("owner", "Administrator", update_modified=False)
