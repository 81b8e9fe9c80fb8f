"""What is due in counselling: reviews, answers, goals, next steps, titles that end."""

from collections.abc import Iterator
from datetime import timedelta

from frappe import _
from frappe.utils import get_datetime

from kim_app.cases.review import ENDED
from kim_app.permissions.scopes import counsels
from kim_app.settings import setting
from kim_app.today.rows import NONE, Desk, Row, as_day, rows_of_table


def due(desk: Desk) -> Iterator[Row]:
    """Yield what is due in the user's cases; with `only_mine`, those of record and of absent colleagues."""
    if not counsels(desk.roles):
        return
    filters = {"workflow_state": ("not in", ENDED)}
    if desk.only_mine:
        filters["case_manager"] = ("in", desk.colleagues())
    fields = ("name", "person", "person_name", "next_review_on")
    cases = {row.name: row for row in desk.documents("Case", filters, fields)}
    for source in (_reviews, _answers, _goals, _next_steps):
        yield from source(desk, cases)
    yield from ending_titles(desk, [row.person for row in cases.values()])


def ending_titles(desk: Desk, persons: list[str]) -> Iterator[Row]:
    """Yield the residence titles of `persons` that end within the longest reminder of the settings, or have ended."""
    ahead = max((row.days_before for row in setting("residence_reminders") or ()), default=0)
    filters = {
        "name": ("in", persons or NONE),
        "residence_valid_until": ("between", ("1900-01-01", desk.day + timedelta(days=ahead))),
    }
    for row in desk.documents("Person", filters, ("name", "full_name", "residence_valid_until")):
        yield Row(_("Residence title ends"), "Person", row.name, row.full_name, row.residence_valid_until)


def _reviews(desk: Desk, cases: dict) -> Iterator[Row]:
    for row in cases.values():
        if row.next_review_on and row.next_review_on <= desk.soon:
            yield Row(_("Review due"), "Case", row.name, row.person_name, row.next_review_on)


def _answers(desk: Desk, cases: dict) -> Iterator[Row]:
    filters = {"case": ("in", list(cases) or NONE), "workflow_state": "Sent", "due_on": ("<=", desk.day)}
    for row in desk.documents("Referral", filters, ("name", "person_name", "actor", "due_on")):
        about = f"{row.person_name} – {row.actor}"
        yield Row(_("No answer to referral"), "Referral", row.name, about, row.due_on)


def _goals(desk: Desk, cases: dict) -> Iterator[Row]:
    filters = {"parenttype": "Case", "due_on": ("<=", desk.soon), "result": ("is", "not set")}
    for row in rows_of_table("Case Goal", cases, filters, ("goal", "due_on")):
        case = cases[row.parent]
        yield Row(_("Goal due"), "Case", case.name, f"{case.person_name} – {row.goal}", row.due_on)


def _next_steps(desk: Desk, cases: dict) -> Iterator[Row]:
    """A next step counts until a contact on its day or later is noted."""
    filters = {"case": ("in", list(cases) or NONE)}
    fields = ("name", "case", "person_name", "contact_on", "next_step", "next_step_on")
    notes = desk.documents("Contact Note", filters, fields)
    latest: dict[str, object] = {}
    for row in notes:
        latest[row.case] = max(latest.get(row.case, row.contact_on), row.contact_on, key=get_datetime)
    for row in notes:
        done = row.next_step_on and row.contact_on != latest[row.case] and as_day(latest[row.case]) >= row.next_step_on
        if row.next_step and row.next_step_on and row.next_step_on <= desk.soon and not done:
            about = f"{row.person_name} – {row.next_step}"
            yield Row(_("Next step"), "Contact Note", row.name, about, row.next_step_on)
