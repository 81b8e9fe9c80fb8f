"""Measures: who reported the barrier learns what becomes of it, and nothing that is due is forgotten."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.utils import add_months, cast, cint, flt, nowdate

from kim_app.cases.notices import language_of, tell
from kim_app.cooperation.anonymity import clients_of, known_persons, require_no_personal_data
from kim_app.permissions import readable, sees
from kim_app.reminders import Reminder
from kim_app.roles import COORDINATOR
from kim_app.settings import setting
from kim_app.setup.workflows.marks import _lt

DONE = 100
AGAIN_AFTER = 7
"""Days after which somebody is reminded once more of what is overdue."""
OWN_SHARE = ("progress", "progress_note")
"""What a colleague enters who is responsible for a measure."""


def require_own_share(measure: Document) -> None:
    """Let whoever may change the barrier change the measure, and the responsible colleague the progress alone.

    Raises `frappe.PermissionError` that says who may do what, and what was changed beyond that.
    """
    before = measure.get_doc_before_save()
    if not before or sees("Barrier", before.barrier, ptype="write"):
        return
    changed = [_(field.label, context=measure.doctype) for field in _beyond(before, measure)]
    if changed:
        frappe.throw(
            _(
                "You are responsible for this measure and enter its progress and what has been done. Everything else "
                "is changed by the coordination. You changed: {0}."
            ).format(", ".join(changed)),
            frappe.PermissionError,
            title=_("Measure"),
        )


def note_end(measure: Document) -> None:
    """Note the day on which a measure was done, and when its effect is to be checked unless that is set."""
    if flt(measure.progress) < DONE:
        measure.done_on = None
        return
    before = measure.get_doc_before_save()
    measure.done_on = (before and before.done_on) or measure.done_on or nowdate()
    months = cint(setting("effect_check_months"))
    if months and not measure.check_due_on and not measure.checked_on:
        measure.check_due_on = add_months(measure.done_on, months)


def tell_responsible(measure: Document) -> None:
    """Tell a colleague who has become responsible for a measure."""
    before = measure.get_doc_before_save()
    same = before and (before.responsible_type, before.responsible) == (measure.responsible_type, measure.responsible)
    if measure.responsible_type == "User" and not same:
        language = language_of(measure.responsible)
        tell(measure.responsible, measure, _("You are responsible for a measure", lang=language))


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
    return _enabled([user for user in users if user])


def due(day: date) -> Iterator[Reminder]:
    """Yield the reminders of `day`: measures that are due soon or today, and effects that are to be checked.

    What stays undone is told again each week.
    """
    soon = day + timedelta(days=cint(setting("measure_warning_days")))
    for row in _measures([["due_on", "<=", soon], ["progress", "<", DONE]]):
        subject = _subject_of(row.due_on, day, soon)
        if subject:
            user = row.responsible if row.responsible_type == "User" else row.owner
            yield from _reminders(user, row.name, subject)
    for row in _measures([["check_due_on", "is", "set"], ["check_due_on", "<=", day], ["checked_on", "is", "not set"]]):
        if _is_turn(row.check_due_on, day):
            yield from _reminders(row.owner, row.name, _lt("The effect of a measure is to be checked"))


def require_nameless_note(measure: Document) -> None:
    """Refuse a note on the progress in which somebody can be recognised: the steering group reads it.

    Raises `frappe.ValidationError`.
    """
    before = measure.get_doc_before_save()
    if not measure.progress_note or (before and before.progress_note == measure.progress_note):
        return
    cases = frappe.get_all("Barrier Occurrence", {"parenttype": "Barrier", "parent": measure.barrier}, pluck="case")
    own = readable("Case", filter(None, cases))
    subjects = frappe.get_all("Case", filters={"name": ("in", own or [""])}, pluck="person")
    exempt = [measure.responsible, frappe.utils.get_fullname(measure.responsible)]
    label = _(measure.meta.get_label("progress_note"), context=measure.doctype)
    known = known_persons(subjects, clients_of(frappe.session.user), exempt=exempt)
    require_no_personal_data([(label, measure.progress_note)], known)


def _beyond(before: Document, measure: Document) -> Iterator[Any]:
    """Yield the fields outside the own share in which the two differ."""
    for field in measure.meta.fields:
        stands = [_comparable(doc.get(field.fieldname), field.fieldtype) for doc in (before, measure)]
        if field.fieldname not in OWN_SHARE and not field.read_only and stands[0] != stands[1]:
            yield field


def _comparable(value: Any, fieldtype: str) -> Any:
    """Return the value as it is stored; of rows, those of their fields that somebody fills in."""
    if fieldtype in table_fields:
        return [[(row.get(field.fieldname) or None) for field in row.meta.fields] for row in value or ()]
    return (cast(fieldtype, value) or None) if value else None


def _measures(filters: list) -> list[Any]:
    fields = ["name", "responsible_type", "responsible", "owner", "due_on", "check_due_on"]
    return frappe.get_all("Measure", filters, fields)


def _subject_of(due_on: date, day: date, soon: date) -> str | None:
    if due_on == day:
        return _lt("A measure is due today")
    if due_on == soon:
        return _lt("A measure will be due soon")
    return _lt("A measure is overdue") if due_on < day and _is_turn(due_on, day) else None


def _is_turn(due_on: date, day: date) -> bool:
    return (day - due_on).days % AGAIN_AFTER == 0


def _reminders(user: str, measure: str, subject: str) -> Iterator[Reminder]:
    """Remind `user`, or the coordinators where that colleague has left."""
    coordinators = frappe.get_all("Has Role", {"role": COORDINATOR, "parenttype": "User"}, pluck="parent")
    for reached in _enabled([user]) or sorted(_enabled(coordinators)):
        yield Reminder(reached, "Measure", measure, _(subject, lang=language_of(reached)))


def _enabled(users: list[str]) -> set[str]:
    return set(frappe.get_all("User", {"name": ("in", users or [""]), "enabled": 1}, pluck="name"))


def _events(measure: Document) -> Iterator[str]:
    before = measure.get_doc_before_save()
    if not before:
        yield _lt("A measure was agreed against a barrier that you reported")
    elif (measure.progress or 0) >= DONE > (before.progress or 0):
        yield _lt("A measure against a barrier that you reported is done")
    if measure.effect and measure.checked_on and not (before and before.effect and before.checked_on):
        yield _lt("The effect of a measure against a barrier that you reported was checked")
