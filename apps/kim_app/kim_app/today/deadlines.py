"""What is due when, as far ahead as one looks: applications, reviews, residence titles, referrals, measures.

Like the list of today it is asked with the user's own list rights and adds no right.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from kim_app.applications.states import FINAL
from kim_app.cases.review import ENDED
from kim_app.cooperation.measures import DONE
from kim_app.permissions import scopes
from kim_app.roles import COORDINATOR, STEERING_MEMBER
from kim_app.today.rows import NONE, Desk, Row, as_day

AHEAD = 60
"""Days that are looked ahead when nobody says how far."""
LONG_AGO = "1900-01-01"
CLOCK = ("due_on", "workflow_state")
KINDS = ("Application", "Case", "Person", "Referral", "Measure")


def rows(until: Any = None, kind: str | None = None, only_mine: bool = True) -> list[dict]:
    """Return what the present user has to do until a day, the earliest first; `kind` is one of `KINDS`."""
    desk = Desk(frappe.session.user, getdate(nowdate()), only_mine)
    until = getdate(until or desk.day + timedelta(days=AHEAD))
    found = dict.fromkeys(row for source in SOURCES for row in source(desk, until))
    wanted = [row for row in found if kind not in KINDS or row.document_type == kind]
    shown = [
        {**vars(row), "due_on": as_day(row.due_on), "days": (as_day(row.due_on) - desk.day).days} for row in wanted
    ]
    return sorted(shown, key=lambda row: (row["days"], row["what"], row["document"]))


def _counselling(desk: Desk, until: date) -> Iterator[Row]:
    """Reviews, answers to referrals, residence titles and applications in the cases that the user sees."""
    if not scopes.counsels(desk.roles):
        return
    filters: dict[str, Any] = {"workflow_state": ("not in", ENDED)}
    if desk.only_mine:
        filters["case_manager"] = ("in", desk.colleagues())
    cases = desk.documents("Case", filters, ("name", "person", "person_name", "next_review_on"))
    for row in cases:
        if row.next_review_on and row.next_review_on <= until:
            yield Row(_("Review of Case"), "Case", row.name, row.person_name, row.next_review_on)
    answers = {"case": ("in", [row.name for row in cases] or NONE), "workflow_state": "Sent", **_due(until)}
    for row in desk.documents("Referral", answers, ("name", "person_name", "actor", "due_on")):
        yield Row(_("Answer to Referral"), "Referral", row.name, f"{row.person_name} – {row.actor}", row.due_on)
    persons = [row.person for row in cases]
    yield from _titles(desk, until, persons)
    if not scopes.offices(desk.roles):
        # State and due date are all that counselling sees, of clients who agreed to the exchange.
        filters = {"person": ("in", persons or NONE), "workflow_state": ("not in", FINAL)}
        yield from _applications(desk.documents("Application", filters, ("name", "person_name", *CLOCK)), until)


def _offices(desk: Desk, until: date) -> Iterator[Row]:
    """Applications of the user's office, and the residence titles of those who applied."""
    if not scopes.offices(desk.roles):
        return
    fields = ("name", "person", "person_name", "clerk", *CLOCK)
    rows = desk.documents("Application", {"workflow_state": ("not in", FINAL)}, fields)
    mine = [row for row in rows if not desk.only_mine or row.clerk in (None, "", desk.user)]
    yield from _applications(mine, until)
    yield from _titles(desk, until, [row.person for row in mine])


def _applications(rows: list[Any], until: date) -> Iterator[Row]:
    """A suspended application has no running clock."""
    for row in rows:
        if row.due_on and row.due_on <= until and row.workflow_state != "Suspended":
            yield Row(_("Application"), "Application", row.name, row.person_name, row.due_on)


def _titles(desk: Desk, until: date, persons: list[str]) -> Iterator[Row]:
    filters = {"name": ("in", persons or NONE), **_due(until, "residence_valid_until")}
    for row in desk.documents("Person", filters, ("name", "full_name", "residence_valid_until")):
        yield Row(_("Residence Title"), "Person", row.name, row.full_name, row.residence_valid_until)


def _measures(desk: Desk, until: date) -> Iterator[Row]:
    """Measures and checks of their effect: all of them for those who follow them up, for others their own."""
    follows_up = desk.roles & {COORDINATOR, STEERING_MEMBER}
    mine = {} if follows_up else {"responsible_type": "User", "responsible": desk.user}
    unchecked = {**mine, "checked_on": ("is", "not set")}
    todo = {**unchecked, **_due(until), "progress": ("<", DONE)}
    for row in desk.documents("Measure", todo, ("name", "title", "due_on")):
        yield Row(_("Measure"), "Measure", row.name, row.title, row.due_on)
    for row in desk.documents(
        "Measure", {**unchecked, **_due(until, "check_due_on")}, ("name", "title", "check_due_on")
    ):
        yield Row(_("Check of Effect"), "Measure", row.name, row.title, row.check_due_on)


def _due(until: date, field: str = "due_on") -> dict[str, tuple]:
    return {field: ("between", (LONG_AGO, str(until)))}


SOURCES = (_counselling, _offices, _measures)
