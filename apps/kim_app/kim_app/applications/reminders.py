"""What the clerk of an application is reminded of."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, cint

from kim_app.applications.states import FINAL, SUSPENDED
from kim_app.permissions.scopes import offices_take_part
from kim_app.reminders import Reminder
from kim_app.settings import setting


def due(day: date) -> Iterator[Reminder]:
    """Yield the reminders of a day: papers and answers that did not come, and applications that become due."""
    if not offices_take_part():
        return
    yield from _rows(day, "Document Request", "reminder_on", _("Missing papers: send a reminder"))
    yield from _rows(day, "Document Request", "due_on", _("Missing papers: the date has come"))
    yield from _rows(day, "Authority Consultation", "due_on", _("An authority has not answered yet"))
    warning = add_days(day, cint(setting("application_warning_days")))
    yield from _applications("due_on", warning, _("An application will be due soon"))
    yield from _applications("due_on", day, _("An application is due today"))
    yield from _applications("statutory_due_on", day, _("From today an action for failure to act is possible"))


def _rows(day: date, doctype: str, fieldname: str, subject: str) -> Iterator[Reminder]:
    rows = {"parenttype": "Application", fieldname: day, "answered_on": ("is", "not set")}
    # The reminder goes to the clerk of each application and says nothing of its content.
    parents = frappe.get_all(doctype, filters=rows, pluck="parent", distinct=True)
    if parents:
        yield from _told({"name": ("in", parents)}, subject)


def _applications(fieldname: str, day: Any, subject: str) -> Iterator[Reminder]:
    yield from _told({fieldname: day}, subject)


def _told(filters: dict, subject: str) -> Iterator[Reminder]:
    waiting = {**filters, "workflow_state": ("not in", (*FINAL, SUSPENDED))}
    for row in frappe.get_all("Application", filters=waiting, fields=["name", "clerk", "owner"]):
        yield Reminder(row.clerk or row.owner, "Application", row.name, subject)
