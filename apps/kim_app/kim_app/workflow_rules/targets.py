"""How long documents may stay in a state: who is in charge is reminded, and who leads is told when it takes longer."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from kim_app.cases.notices import language_of
from kim_app.reminders import Reminder
from kim_app.workflow_rules.arriving import BY_LOAD
from kim_app.workflow_rules.reading import STATES


def due(day: date) -> Iterator[Reminder]:
    """Yield the reminders of `day`: before a target ends, on its last day, and when it was missed for some time."""
    for name in frappe.get_all("Workflow", {"is_active": 1}, pluck="name"):
        workflow = frappe.get_cached_doc("Workflow", name)
        for row in workflow.get(STATES) or ():
            if row.target_days:
                yield from _due_in(workflow, row, day)


def _due_in(workflow: Document, row: Any, day: date) -> Iterator[Reminder]:
    for since, document in _staying(workflow, row.state):
        last = since + timedelta(days=row.target_days)
        if day in (last, last - timedelta(days=row.remind_days_before or 0)):
            yield from _reminders(workflow, row, document, day == last)
        if row.escalate_to and day == last + timedelta(days=row.escalate_days_after or 0):
            yield from _escalations(workflow, row, document)


def _staying(workflow: Document, state: str) -> Iterator[tuple[date, str]]:
    """Yield since when each document is in the state."""
    here = {"parenttype": workflow.document_type, "state": state, "left_on": ("is", "not set")}
    for row in frappe.get_all("State Period", here, ["parent", "entered_on"]):
        yield getdate(row.entered_on), row.parent


def _reminders(workflow: Document, row: Any, document: str, is_last: bool) -> Iterator[Reminder]:
    for user in _in_charge(workflow, row, document):
        language = language_of(user)
        text = _("The target for “{0}” ends today", lang=language)
        if not is_last:
            text = _("The target for “{0}” ends in {1} days", lang=language)
        subject = text.format(_(row.state, lang=language), row.remind_days_before)
        yield Reminder(user, workflow.document_type, document, subject)


def _in_charge(workflow: Document, row: Any, document: str) -> list[str]:
    """Return the colleague of the rule's field, or without one whoever has an open task on the document."""
    if row.user_field and row.assign_to != BY_LOAD:
        named = frappe.db.get_value(workflow.document_type, document, row.user_field)
        return [named] if named else []
    tasks = {"reference_type": workflow.document_type, "reference_name": document, "status": "Open"}
    users = set(frappe.get_all("ToDo", tasks, pluck="allocated_to"))
    return sorted(user for user in users if user and _reads(workflow, document, user))


def _reads(workflow: Document, document: str, user: str) -> bool:
    return frappe.has_permission(workflow.document_type, "read", doc=document, user=user)


def _escalations(workflow: Document, row: Any, document: str) -> Iterator[Reminder]:
    """Tell those with the role who may read the document anyway: nobody learns of a case through a missed target."""
    holders = frappe.get_all("Has Role", {"role": row.escalate_to, "parenttype": "User"}, pluck="parent")
    enabled = frappe.get_all("User", {"name": ("in", [*holders, ""]), "enabled": 1}, pluck="name", order_by="name")
    for user in enabled:
        if user != "Administrator" and _reads(workflow, document, user):
            language = language_of(user)
            text = _("The target for “{0}” was missed by {1} days", lang=language)
            subject = text.format(_(row.state, lang=language), row.escalate_days_after or 0)
            yield Reminder(user, workflow.document_type, document, subject)
