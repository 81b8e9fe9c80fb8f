"""How demo records are written: as the colleague who would, with that colleague's rights, and on the day it happened.

Everything passes the product's own checks. Only then the dates that the product sets by itself are moved back.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

COORDINATION = "koordination@kim.example"
CASE_MANAGERS = ("casemanagement1@kim.example", "casemanagement2@kim.example")
FOREIGNERS_OFFICE = "auslaenderamt@kim.example"
NATURALISATION = "einbuergerung@kim.example"
ADMINISTRATION = "admin@kim.example"
STEERING = "lenkungsgruppe@kim.example"
DATA_PROTECTION = "datenschutz@kim.example"

OPEN_STEPS = "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions"
MORNING = time(9, 30)
SECONDS_OF_A_DAY = 86400


def today() -> date:
    """Return the day of the installation; every date of the demo is counted from it."""
    return getdate(nowdate())


@contextmanager
def acting_as(user: str) -> Iterator[None]:
    """Do what follows as `user`, with that user's rights."""
    before = frappe.session.user
    frappe.set_user(user)
    try:
        yield
    finally:
        frappe.set_user(before)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Stamp what follows (creation, versions) with `day`, and let nobody be told of it."""
    before = frappe.flags.current_date, frappe.flags.mute_messages, frappe.flags.mute_emails
    frappe.flags.update({"current_date": min(day, today()), "mute_messages": True, "mute_emails": True})
    try:
        yield
    finally:
        keys = ("current_date", "mute_messages", "mute_emails")
        frappe.flags.update(dict(zip(keys, before, strict=True)))


def insert(doctype: str, day: date, passing: bool = False, **values: Any) -> Document:
    """Insert a document as if it had been entered on `day`; `passing` if it does not stay in its first state."""
    doc = frappe.get_doc({"doctype": doctype, **values})
    # Nobody is there yet who could be told.
    doc.flags.notify_update = False
    with on(day), _asking(not passing):
        return doc.insert()


def advance(doc: Document, steps: Sequence[tuple[str, date]], passing: bool = False, **values: Any) -> Document:
    """Take `doc` through the states of `steps`, each on its day and past every gate.

    `values` are written with the first step; `passing` if it does not stay in the last of the states either.
    """
    doc.update(values)
    doc.flags.notify_update = False
    for number, (state, day) in enumerate(steps, start=1):
        with on(day), _asking(number == len(steps) and not passing):
            doc.workflow_state = state
            doc.save()
    return doc


@contextmanager
def _asking(asks: bool) -> Iterator[None]:
    """Unless it `asks`, let a state that is left at once put nothing on the list of open steps."""
    hooks = frappe.get_doc_hooks()
    kept = hooks.get("*", {})
    if not asks:
        hooks["*"] = {event: [path for path in paths if path != OPEN_STEPS] for event, paths in kept.items()}
    try:
        yield
    finally:
        hooks["*"] = kept


def move_history(doc: Document, days: Sequence[date]) -> None:
    """Let the states of `doc` begin on `days`, and end where the next begins."""
    rows = frappe.get_all("State Period", filters={"parent": doc.name}, order_by="idx", pluck="name")
    starts = [at(day) for day in days]
    ends = [*starts[1:], None]
    for row, start, end in zip(rows, starts, ends, strict=False):
        length = (end - start).total_seconds() / SECONDS_OF_A_DAY if end else 0
        values = {"entered_on": start, "left_on": end, "days": length}
        frappe.db.set_value("State Period", row, values, update_modified=False)


def correct(doc: Document, **values: Any) -> None:
    """Set dates that the product set to today, to the day on which it happened."""
    frappe.db.set_value(doc.doctype, doc.name, values, update_modified=False)


def at(day: date, clock: time = MORNING) -> datetime:
    """Return a time of `day`."""
    return datetime.combine(day, clock)
