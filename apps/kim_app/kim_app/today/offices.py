"""What is due at the foreigners' and the naturalisation office: applications, papers, authorities, titles that end."""

from collections.abc import Iterator
from datetime import timedelta

from frappe import _
from frappe.utils import cint

from kim_app.applications.states import FINAL
from kim_app.permissions import scopes
from kim_app.settings import setting
from kim_app.today.counselling import ending_titles
from kim_app.today.rows import Desk, Row, rows_of_table


def due(desk: Desk) -> Iterator[Row]:
    """Yield what is due in the office's applications; with `only_mine`, the clerk's own and those without clerk."""
    if not scopes.offices(desk.roles):
        return
    filters = {"workflow_state": ("not in", FINAL)}
    fields = ("name", "person", "person_name", "clerk", "due_on", "workflow_state")
    rows = desk.documents("Application", filters, fields)
    open_ones = {row.name: row for row in rows if not desk.only_mine or row.get("clerk") in (None, "", desk.user)}
    for source in (_applications, _papers, _authorities):
        yield from source(desk, open_ones)
    yield from ending_titles(desk, [row.person for row in open_ones.values()])


def _applications(desk: Desk, applications: dict) -> Iterator[Row]:
    """A suspended application has no running clock."""
    until = desk.day + timedelta(days=cint(setting("application_warning_days")))
    for row in applications.values():
        if row.due_on and row.due_on <= until and row.workflow_state != "Suspended":
            yield Row(_("Application due"), "Application", row.name, row.person_name, row.due_on)


def _papers(desk: Desk, applications: dict) -> Iterator[Row]:
    filters = {"parenttype": "Application", "answered_on": ("is", "not set"), "due_on": ("<=", desk.day)}
    for row in rows_of_table("Document Request", applications, filters, ("due_on", "papers")):
        person = applications[row.parent].person_name
        yield Row(_("Papers not brought"), "Application", row.parent, f"{person} – {row.papers}", row.due_on)


def _authorities(desk: Desk, applications: dict) -> Iterator[Row]:
    """An authority is late after the weeks of the settings, or on the day that was agreed with it."""
    waited = timedelta(weeks=cint(setting("consultation_weeks")))
    filters = {"parenttype": "Application", "answered_on": ("is", "not set")}
    fields = ("asked_on", "due_on", "authority", "authority_text")
    for row in rows_of_table("Authority Consultation", applications, filters, fields):
        day = row.due_on or row.asked_on + waited
        if day <= desk.day:
            about = f"{applications[row.parent].person_name} – {row.authority or row.authority_text or ''}"
            yield Row(_("No answer of authority"), "Application", row.parent, about, day)
