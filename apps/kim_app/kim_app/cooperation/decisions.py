"""What a meeting decided: tasks of colleagues with a date, and minutes that stay as they were approved."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, get_datetime, getdate, nowdate

from kim_app.cases.notices import language_of, tell
from kim_app.cooperation.meetings import APPROVED, CONFERENCE
from kim_app.permissions import sees
from kim_app.reminders import Reminder
from kim_app.settings import setting
from kim_app.setup.workflows.marks import _lt

FACTS = ("title", "location", "minutes")
TIMES = ("starts_on", "ends_on")
ROWS = {
    "participants": ("participant_name", "actor", "user", "attended"),
    "agenda": ("topic", "barrier", "case", "minutes"),
    "decisions": ("decision", "responsible", "responsible_user", "due_on"),
}
"""What minutes consist of. A decision may still become a measure, and its task may still be done."""


def require_unchanged(meeting: Document) -> None:
    """Refuse a change of approved minutes. Raises `frappe.ValidationError` that says how to revise them."""
    before = meeting.get_doc_before_save()
    if not before or not before.workflow_state == meeting.workflow_state == APPROVED:
        return
    if _content(before) != _content(meeting) or not _barriers(before) <= _barriers(meeting):
        frappe.throw(
            _("The minutes are approved and stay as they are. To correct them, please choose “Revise Minutes” first."),
            title=_("Approved Minutes"),
        )


def complete(meeting: Document) -> None:
    """Fill in who is in charge, keep the tasks that the server knows, and refuse those that nobody could read.

    Raises `frappe.ValidationError`.
    """
    before = meeting.get_doc_before_save()
    stored = {row.name: row for row in before.decisions} if before else {}
    for row in meeting.decisions:
        known = stored.get(row.name)
        row.task, row.done_on = (known.task, known.done_on) if known else (None, None)
        if not row.responsible_user:
            continue
        row.responsible = row.responsible or frappe.utils.get_fullname(row.responsible_user)
        if not known or known.responsible_user != row.responsible_user:
            _require_reader(meeting, row)


def keep_tasks(meeting: Document) -> None:
    """Make the tasks once the minutes are approved, and let those that are there follow their decisions."""
    before = meeting.get_doc_before_save()
    stored = {row.name: row for row in before.decisions if row.task} if before else {}
    for row in meeting.decisions:
        known = stored.pop(row.name, None)
        if known and _task_values(known) != _task_values(row):
            _update_task(row)
    for gone in stored.values():
        _end_task(gone.task)
    if meeting.workflow_state == APPROVED:
        make_tasks(meeting)


def make_tasks(meeting: Document) -> list[str]:
    """Make a task of each decision that has a colleague in charge and none yet; return the tasks."""
    rows = [row for row in meeting.decisions if row.responsible_user and not row.task and not row.measure]
    return [_make_task(meeting, row) for row in rows]


def note_end(task: Document, _method: str | None = None) -> None:
    """Note in the decision when its task is closed, and take it back when the task is opened again."""
    if task.reference_type == "Meeting" and task.has_value_changed("status"):
        done = nowdate() if task.status == "Closed" else None
        frappe.db.set_value("Meeting Decision", {"task": task.name}, "done_on", done, update_modified=False)


def due(day: date) -> Iterator[Reminder]:
    """Yield the reminders of `day`: tasks from meetings that are due soon or today, without what they are about."""
    soon = day + timedelta(days=cint(setting("measure_warning_days")))
    subjects = {soon: _lt("A task from a meeting is due soon"), day: _lt("A task from a meeting is due today")}
    for due_on, subject in subjects.items():
        open_tasks = {"reference_type": "Meeting", "status": "Open", "date": due_on}
        for row in frappe.get_all("ToDo", open_tasks, ["name", "allocated_to"]):
            if row.allocated_to:
                yield Reminder(row.allocated_to, "ToDo", row.name, _(subject, lang=language_of(row.allocated_to)))


def _require_reader(meeting: Document, row: Any) -> None:
    """What a case conference decides is for those on its cases alone (§ 203 StGB)."""
    if meeting.meeting_type != CONFERENCE or meeting.is_new() or sees("Meeting", meeting.name, row.responsible_user):
        return
    frappe.throw(
        _(
            "{0} may not see this case conference and cannot get a task from it. Please enter the name under "
            "“Responsible” only, and agree on the task in person."
        ).format(escape_html(frappe.utils.get_fullname(row.responsible_user))),
        title=_("Task"),
    )


def _make_task(meeting: Document, row: Any) -> str:
    _require_reader(meeting, row)
    task = frappe.get_doc(
        {
            "doctype": "ToDo",
            "assigned_by": frappe.session.user,
            "reference_type": meeting.doctype,
            "reference_name": meeting.name,
            **_task_values(row),
        }
    )
    # Whoever keeps the minutes gives tasks to colleagues who may not see the meeting itself.
    task.insert(ignore_permissions=True)
    row.db_set("task", task.name, update_modified=False)
    tell(row.responsible_user, task, _("You have a task from a meeting", lang=language_of(row.responsible_user)))
    return task.name


def _task_values(row: Any) -> dict[str, Any]:
    due_on = getdate(row.due_on) if row.due_on else None
    return {"allocated_to": row.responsible_user, "date": due_on, "description": escape_html(row.decision or "")}


def _update_task(row: Any) -> None:
    if not row.responsible_user:
        _end_task(row.task)
        row.db_set("task", None, update_modified=False)
        return
    task = frappe.get_doc("ToDo", row.task)
    task.update(_task_values(row))
    # The task follows the decision, whoever was in charge before.
    task.save(ignore_permissions=True)


def _end_task(name: str) -> None:
    task = frappe.get_doc("ToDo", name)
    if task.status == "Open":
        task.status = "Cancelled"
        # The decision is gone, and the task with it.
        task.save(ignore_permissions=True)


def _content(meeting: Document) -> list:
    times = [value and get_datetime(value) for value in (meeting.get(field) for field in TIMES)]
    rows = [
        [[_plain(row.get(field)) for field in fields] for row in meeting.get(table)] for table, fields in ROWS.items()
    ]
    return [*(meeting.get(field) or "" for field in FACTS), *(time or None for time in times), *rows]


def _plain(value: Any) -> str:
    return "" if value in (None, 0, "0") else str(value)


def _barriers(meeting: Document) -> set[tuple]:
    """Return which barriers the decisions name; a decision that named none may get one with its measure."""
    return {(row.name, row.barrier) for row in meeting.decisions if row.barrier}
