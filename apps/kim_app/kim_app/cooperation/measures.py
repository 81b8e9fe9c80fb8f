"""Measures: who reported the barrier learns what becomes of it, and nothing that is due is forgotten."""

from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, cint, flt, nowdate

from kim_app.cases.notices import language_of, tell
from kim_app.reminders import Reminder
from kim_app.settings import setting
from kim_app.setup.workflows.marks import _lt

DONE = 100


def plan_check(measure: Document) -> None:
    """Propose the day on which the effect of a measure that is done is looked at."""
    months = cint(setting("effect_check_months"))
    if months and flt(measure.progress) >= DONE and not (measure.check_due_on or measure.checked_on):
        measure.check_due_on = add_months(nowdate(), months)


def tell_reporters(measure: Document) -> None:
    """Tell those who reported the barrier when a measure is agreed, done, or its effect was checked."""
    events = list(_events(measure))
    if not events:
        return
    barrier = frappe.get_doc("Barrier", measure.barrier)
    for user in reporters(barrier.name):
        for event in events:
            tell(user, barrier, _(event, lang=language_of(user)))


def reporters(barrier: str) -> set[str]:
    """Return the enabled users who reported a barrier: its author, and the case managers of its cases."""
    rows = frappe.get_all(
        "Barrier Occurrence", filters={"parenttype": "Barrier", "parent": barrier}, fields=["case", "reported_by"]
    )
    cases = [row.case for row in rows if row.case]
    managers = frappe.get_all("Case", filters={"name": ("in", cases or [""])}, pluck="case_manager")
    users = {*managers, *(row.reported_by for row in rows), frappe.db.get_value("Barrier", barrier, "entered_by")}
    enabled = {"name": ("in", [user for user in users if user] or [""]), "enabled": 1}
    return set(frappe.get_all("User", filters=enabled, pluck="name"))


def due(day: date) -> Iterator[Reminder]:
    """Yield the reminders of `day`: a measure that is due soon or today, and an effect that is to be checked."""
    fields = ["name", "responsible_type", "responsible", "owner"]
    soon = add_days(day, cint(setting("measure_warning_days")))
    for due_on, subject in {soon: _lt("A measure will be due soon"), day: _lt("A measure is due today")}.items():
        for row in frappe.get_all("Measure", {"due_on": due_on, "progress": ("<", DONE)}, fields):
            user = row.responsible if row.responsible_type == "User" else row.owner
            yield _reminder(user, row.name, subject)
    unchecked = {"check_due_on": day, "checked_on": ("is", "not set")}
    for row in frappe.get_all("Measure", unchecked, fields):
        yield _reminder(row.owner, row.name, _lt("The effect of a measure is to be checked"))


def _reminder(user: str, measure: str, subject: str) -> Reminder:
    return Reminder(user, "Measure", measure, _(subject, lang=language_of(user)))


def _events(measure: Document) -> Iterator[str]:
    before = measure.get_doc_before_save()
    if not before:
        yield _lt("A measure was agreed against a barrier that you reported")
    elif (measure.progress or 0) >= DONE > (before.progress or 0):
        yield _lt("A measure against a barrier that you reported is done")
    if measure.effect and measure.checked_on and not (before and before.effect and before.checked_on):
        yield _lt("The effect of a measure against a barrier that you reported was checked")
