"""What is due in working together: measures, meetings, tasks, requests of data subjects."""

from collections.abc import Iterator
from datetime import timedelta

from frappe import _
from frappe.utils import strip_html_tags

from kim_app.roles import COORDINATOR, DATA_PROTECTION_OFFICER, STEERING_MEMBER
from kim_app.today.rows import SOON, Desk, Row

SHORT = 100


def due(desk: Desk) -> Iterator[Row]:
    """Yield what is due in cooperation, as far as the user's role takes part in it."""
    for source in (_measures, _effects, _meetings, _tasks, _requests):
        yield from source(desk)


def _measures(desk: Desk) -> Iterator[Row]:
    filters = {
        **_responsible(desk),
        "due_on": ("<=", desk.soon),
        "progress": ("<", 100),
        "checked_on": ("is", "not set"),
    }
    for row in desk.documents("Measure", filters, ("name", "title", "due_on")):
        yield Row(_("Measure due"), "Measure", row.name, row.title, row.due_on)


def _effects(desk: Desk) -> Iterator[Row]:
    filters = {**_responsible(desk), "check_due_on": ("between", ("1900-01-01", desk.soon))}
    filters["checked_on"] = ("is", "not set")
    for row in desk.documents("Measure", filters, ("name", "title", "check_due_on")):
        yield Row(_("Effect to be checked"), "Measure", row.name, row.title, row.check_due_on)


def _responsible(desk: Desk) -> dict:
    """Those who follow up measures see all of them, others the ones that are theirs."""
    if desk.roles & {COORDINATOR, STEERING_MEMBER}:
        return {}
    return {"responsible_type": "User", "responsible": desk.user}


def _meetings(desk: Desk) -> Iterator[Row]:
    until = desk.day + timedelta(days=SOON + 1)
    filters = {"starts_on": ("between", (str(desk.day), str(until))), "workflow_state": ("in", ("Planned", "Invited"))}
    for row in desk.documents("Meeting", filters, ("name", "title", "starts_on")):
        if row.starts_on.date() <= desk.soon:
            yield Row(_("Meeting"), "Meeting", row.name, row.title, row.starts_on)


def _tasks(desk: Desk) -> Iterator[Row]:
    filters = {"allocated_to": desk.user, "status": "Open"}
    for row in desk.documents("ToDo", filters, ("name", "description", "date", "creation")):
        if not row.date or row.date <= desk.soon:
            text = strip_html_tags(row.description or "")[:SHORT]
            yield Row(_("Task"), "ToDo", row.name, text, row.date or row.creation)


def _requests(desk: Desk) -> Iterator[Row]:
    if DATA_PROTECTION_OFFICER not in desk.roles:
        return
    filters = {"status": ("in", ("Open", "In Progress"))}
    for row in desk.documents("Data Subject Request", filters, ("name", "request_type", "due_on", "received_on")):
        yield Row(
            _("Request of a data subject"), "Data Subject Request", row.name, _(row.request_type),
            row.due_on or row.received_on,
        )  # fmt: skip
