"""What the clerk of an application is reminded of."""

from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, cint

from kim_app.applications.states import FINAL, SUSPENDED
from kim_app.cases.notices import language_of
from kim_app.permissions.scopes import offices_take_part
from kim_app.reminders import Reminder
from kim_app.settings import setting
from kim_app.setup.workflows.marks import _lt


def due(day: date) -> Iterator[Reminder]:
    """Yield the reminders of a day: papers and answers that did not come, and applications that become due."""
    if not offices_take_part():
        return
    yield from _rows(day, "Document Request", "reminder_on", _lt("Missing papers: send a reminder"))
    yield from _rows(day, "Document Request", "due_on", _lt("Missing papers: the date has come"))
    yield from _rows(day, "Authority Consultation", "due_on", _lt("An authority has not answered yet"))
    warning = add_days(day, cint(setting("application_warning_days")))
    yield from _told({"due_on": warning}, _lt("An application will be due soon"))
    yield from _told({"due_on": day}, _lt("An application is due today"))
    yield from _told({"statutory_due_on": day}, _lt("From today an action for failure to act is possible"))


def _rows(day: date, doctype: str, fieldname: str, subject: str) -> Iterator[Reminder]:
    rows = {"parenttype": "Application", fieldname: day, "answered_on": ("is", "not set")}
    # The reminder goes to the clerk of each application and says nothing of its content.
    parents = frappe.get_all(doctype, filters=rows, pluck="parent", distinct=True)
    if parents:
        yield from _told({"name": ("in", parents)}, subject)


def _told(filters: dict, subject: str) -> Iterator[Reminder]:
    """Yield the reminders for the applications that wait for the office, each in the language of its clerk."""
    waiting = {**filters, "workflow_state": ("not in", (*FINAL, SUSPENDED))}
    for row in frappe.get_all("Application", filters=waiting, fields=["name", "clerk", "owner"]):
        user = row.clerk or row.owner
        yield Reminder(user, "Application", row.name, _(subject, lang=language_of(user)))
