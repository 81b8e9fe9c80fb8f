"""Residence titles over time: the one in force is carried up to the person, and reminders come before it ends."""

from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, format_date, getdate, nowdate

from kim_app.cases.deputies import deputies_of
from kim_app.cases.notices import language_of
from kim_app.cases.review import ENDED
from kim_app.persons.household import CATCHING_UP
from kim_app.reminders import Reminder
from kim_app.settings import setting

ENDLESS = date.max
CARRIED = ("residence_title", "residence_valid_until")


def keep_residence(doc: Document) -> None:
    """Check the periods, let one follow a title entered by hand, and carry up the one in force.

    Raises `frappe.ValidationError` for a period that ends before it starts, or twice the same title at a time.
    """
    changed = _periods_changed(doc)
    if not changed and _entered_by_hand(doc):
        _follow(doc)
    _check_periods(doc, changed)
    carry_up(doc)


def carry_up(doc: Document) -> None:
    """Set title and end of the period in force today; if none is, of the one that ended last."""
    if period := period_of(doc.residence_periods, getdate(nowdate())):
        doc.residence_title = period.residence_title
        doc.residence_valid_until = period.valid_until


def period_of(periods: list, day: date) -> Document | None:
    """Return the period in force on a day (the one that began last), else the one that ended last before it."""
    begun = [period for period in periods if _start(period) <= day]
    in_force = [period for period in begun if _end(period) >= day]
    if in_force:
        return max(in_force, key=lambda period: (_start(period), period.idx))
    return max(begun, key=lambda period: (_end(period), period.idx), default=None)


def carry_all() -> None:
    """Carry up the periods that began or ended lately; runs daily, and catches up on days when it did not."""
    today = getdate(nowdate())
    lately = ("between", (add_days(today, -CATCHING_UP), today))
    changed = set()
    for field in ("valid_from", "valid_until"):
        changed.update(frappe.get_all("Residence Period", filters={field: lately}, pluck="parent"))
    for name in sorted(changed):
        doc = frappe.get_doc("Person", name)
        before = [doc.get(field) for field in CARRIED]
        carry_up(doc)
        if before != [doc.get(field) for field in CARRIED]:
            frappe.db.set_value("Person", name, {field: doc.get(field) for field in CARRIED}, update_modified=False)


def due(day: date) -> Iterator[Reminder]:
    """Yield a reminder to each case manager whose client's title ends in one of the numbers of days set for it.

    Today's deputy is reminded as well.
    """
    for row in setting("residence_reminders") or ():
        last_day = add_days(day, row.days_before)
        filters = {"residence_valid_until": last_day, "anonymised_on": ("is", "not set")}
        for person in frappe.get_all("Person", filters=filters, pluck="name"):
            if not _goes_on(person, last_day):
                yield from _reminders(person, row.days_before, day)


def _reminders(person: str, days: int, day: date) -> Iterator[Reminder]:
    filters = {"person": person, "workflow_state": ("not in", ENDED)}
    managers = set(frappe.get_all("Case", filters=filters, pluck="case_manager"))
    for user in sorted(managers.union(*(deputies_of(manager, day) for manager in managers))):
        # Without a name: a notification is read on other screens, too.
        subject = _("The residence title of a person ends in {0} days", lang=language_of(user)).format(days)
        yield Reminder(user, "Person", person, subject)


def _goes_on(person: str, last_day: date) -> bool:
    """Say whether another period continues after the end."""
    rows = frappe.get_all("Residence Period", filters={"parent": person}, fields=["valid_from", "valid_until"])
    return any(_start(row) <= add_days(last_day, 1) and _end(row) > last_day for row in rows)


def _check_periods(doc: Document, changed: bool) -> None:
    for row in doc.residence_periods:
        if _end(row) < _start(row):
            frappe.throw(
                _("Residence over Time, row {0}: the end lies before the start. Please correct one of the two.").format(
                    row.idx
                ),
                title=_("Order of Dates"),
            )
    overlapping = list(_overlaps(doc.residence_periods))
    for one, other in overlapping:
        if one.residence_title == other.residence_title:
            _refuse_twice(one, other)
    if overlapping and changed:
        rows = ", ".join(f"{one.idx}/{other.idx}" for one, other in overlapping)
        frappe.msgprint(
            _("Residence over Time: rows {0} overlap. The title that began last counts as in force.").format(rows),
            indicator="orange",
            alert=True,
        )


def _refuse_twice(one: Document, other: Document) -> None:
    frappe.throw(
        _(
            "Residence over Time, rows {0} and {1}: the same title twice at the same time. "
            "Please correct the dates, or delete one of the rows."
        ).format(one.idx, other.idx),
        title=_("Overlapping Periods"),
    )


def _overlaps(periods: list) -> Iterator[tuple]:
    for place, one in enumerate(periods):
        for other in periods[place + 1 :]:
            if _overlap(one, other):
                yield one, other


def _overlap(one: Document, other: Document) -> bool:
    return _start(one) <= _end(other) and _start(other) <= _end(one)


def _row(period: Document) -> tuple:
    return period.residence_title, _start(period), _end(period)


def _start(period: Document) -> date:
    return getdate(period.valid_from) if period.valid_from else date.min


def _end(period: Document) -> date:
    return getdate(period.valid_until) if period.valid_until else ENDLESS


def _rows(doc: Document | None) -> list[tuple]:
    rows = doc.residence_periods if doc else ()
    return [_row(row) for row in rows]


def _periods_changed(doc: Document) -> bool:
    return _rows(doc) != _rows(doc.get_doc_before_save())


def _entered_by_hand(doc: Document) -> bool:
    """Say whether a title or its end was entered above the table."""
    if not doc.residence_title:
        return False
    before = doc.get_doc_before_save()
    return not before or any(_value(doc, field) != _value(before, field) for field in CARRIED)


def _value(doc: Document, field: str) -> str:
    return str(doc.get(field) or "")


def _follow(doc: Document) -> None:
    """Extend the period in force, or end it and begin one of the new title today."""
    today = getdate(nowdate())
    current = period_of(doc.residence_periods, today)
    if current and (current.residence_title == doc.residence_title or _start(current) == today):
        current.residence_title = doc.residence_title
        current.valid_until = doc.residence_valid_until
        return
    if current and _end(current) >= today:
        current.valid_until = add_days(today, -1)
    doc.append(
        "residence_periods",
        {
            "residence_title": doc.residence_title,
            "valid_from": today if current else None,
            "valid_until": doc.residence_valid_until,
        },
    )


def is_among(period: Document, periods: list) -> bool:
    """Say whether the same period stands in the table already."""
    return _row(period) in [_row(other) for other in periods]


def fits_beside(period: Document, periods: list) -> bool:
    """Say whether a period can be added: no other one of the same title at the same time."""
    same = [other for other in periods if other.residence_title == period.residence_title]
    return not any(_overlap(period, other) for other in same)


def describe(period: Document) -> str:
    """Return a period in words, for comments."""
    ends = format_date(period.valid_until) if period.valid_until else _("open")
    begins = format_date(period.valid_from) if period.valid_from else _("open")
    return f"{period.residence_title}: {begins} – {ends}"
