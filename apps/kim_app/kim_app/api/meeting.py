"""What the Desk asks about meetings. Every call asks for rights first."""

from typing import Any

import frappe
from frappe import _

from kim_app.cooperation import agenda, calendars, decisions, invitations, meetings
from kim_app.cooperation.calendars import Guest
from kim_app.permissions.named import named


@frappe.whitelist(methods=["POST"])
def measure_from_decision(
    meeting: str,
    decision: str,
    barrier: str | None = None,
    responsible_type: str | None = None,
    responsible: str | None = None,
    due_on: str | None = None,
) -> str:
    """Make a measure of a decision, given by the name of its row, and return the measure.

    The last four arguments complete what the decision leaves open. Raises `frappe.PermissionError` unless the user
    may change the meeting, read the barrier and enter measures.
    """
    frappe.has_permission("Meeting", "write", meeting, throw=True)
    frappe.has_permission("Measure", "create", throw=True)
    if barrier:
        frappe.has_permission("Barrier", "read", barrier, throw=True)
    doc = frappe.get_doc("Meeting", meeting)
    row = next((row for row in doc.decisions if row.name == decision), None)
    if not row:
        frappe.throw(_("This meeting has no such decision."), frappe.DoesNotExistError)
    chosen = {"barrier": barrier, "responsible_type": responsible_type, "responsible": responsible, "due_on": due_on}
    return meetings.measure_from(doc, row, **chosen).name


@frappe.whitelist()
def proposals(meeting: str, state: str | None = None) -> dict[str, Any]:
    """Return what could come on the agenda: barriers in a state, failed referrals, cases with consent.

    Raises `frappe.PermissionError` unless the user may change the meeting.
    """
    return agenda.proposals(named("Meeting", meeting, "write"), state)


@frappe.whitelist(methods=["POST"])
def fill_agenda(
    meeting: str,
    barriers: list[str] | str | None = None,
    cases: list[str] | str | None = None,
    referrals: list[str] | str | None = None,
    failed: bool | int = False,
) -> int:
    """Put the chosen on the agenda and return how many topics were added.

    Raises `frappe.PermissionError` unless the user may change the meeting; what the user may not see is not added.
    """
    chosen = [frappe.parse_json(names) or [] for names in (barriers, cases, referrals)]
    return agenda.fill(named("Meeting", meeting, "write"), *chosen, failed=bool(frappe.utils.cint(failed)))


@frappe.whitelist(methods=["POST"])
def send_invitations(meeting: str) -> list[str]:
    """Send the invitation as it stands to all participants, and return their addresses.

    Raises `frappe.PermissionError` unless the user may change the meeting.
    """
    return invitations.send_again(named("Meeting", meeting, "write"))


@frappe.whitelist()
def calendar_file(meeting: str) -> None:
    """Answer with the meeting as a calendar file, without a link, since files are passed on.

    Raises `frappe.PermissionError` if the user may not read the meeting.
    """
    doc = named("Meeting", meeting)
    guest = Guest(frappe.session.user, "", frappe.local.lang)
    frappe.response.filename = f"{doc.name}.ics"
    frappe.response.filecontent = calendars.file_of(doc, calendars.PUBLISH, guest)
    frappe.response.content_type = "text/calendar"
    frappe.response.type = "download"


@frappe.whitelist(methods=["POST"])
def make_tasks(meeting: str) -> list[str]:
    """Make a task of each decision with a colleague in charge, before the minutes are approved; return the tasks.

    Raises `frappe.PermissionError` unless the user may change the meeting.
    """
    return decisions.make_tasks(named("Meeting", meeting, "write"))
