"""What the Desk and other programs ask about barriers. Every call asks for rights first."""

from typing import Any

import frappe

from kim_app.cooperation import barriers as room
from kim_app.cooperation import effects, meetings


@frappe.whitelist()
def draft_from_case(case: str) -> dict:
    """Return a draft of a barrier that was met in `case`, with its life areas and legal circles.

    Raises `frappe.PermissionError` if the user may not see the case or report a barrier.
    """
    frappe.has_permission("Case", "read", case, throw=True)
    frappe.has_permission("Barrier", "create", throw=True)
    return room.draft_from(frappe.get_doc("Case", case))


@frappe.whitelist()
def draft_from_meeting(meeting: str) -> dict:
    """Return a draft of a barrier that a meeting spoke of.

    Raises `frappe.PermissionError` if the user may not see the meeting or report a barrier.
    """
    frappe.has_permission("Meeting", "read", meeting, throw=True)
    frappe.has_permission("Barrier", "create", throw=True)
    return room.draft_of_meeting(frappe.get_doc("Meeting", meeting))


@frappe.whitelist()
def similar(title: str, category: str | None = None, but: str | None = None) -> list[dict]:
    """Return barriers that are like the one being entered, so that occurrences gather on one.

    Raises `frappe.PermissionError` if the user may not read barriers.
    """
    frappe.has_permission("Barrier", "read", throw=True)
    return room.similar(title, category, but)


@frappe.whitelist(methods=["POST"])
def add_occurrence(barrier: str, case: str) -> dict:
    """Add a case to a barrier that was reported before; return the barrier and how many cases it has.

    Raises `frappe.PermissionError` unless the user may read the barrier and change the case.
    """
    frappe.has_permission("Case", "write", case, throw=True)
    frappe.has_permission("Barrier", "read", barrier, throw=True)
    saved = room.add_case(barrier, case)
    return {"name": saved.name, "occurrence_count": saved.occurrence_count}


@frappe.whitelist()
def own_occurrences(barrier: str) -> list[dict]:
    """Return the cases of the user in which this barrier was met; nobody else's.

    Raises `frappe.PermissionError` if the user may not read the barrier.
    """
    frappe.has_permission("Barrier", "read", barrier, throw=True)
    return room.own_occurrences(frappe.get_doc("Barrier", barrier))


@frappe.whitelist(methods=["POST"])
def gather(barriers: list[str] | str, into: str) -> dict:
    """Gather several barriers in one; return it and how many cases it has now.

    Raises `frappe.PermissionError` unless the user may change all of them.
    """
    names = frappe.parse_json(barriers)
    for name in (*names, into):
        frappe.has_permission("Barrier", "write", name, throw=True)
    target = room.gather(names, into)
    return {"name": target.name, "occurrence_count": target.occurrence_count}


@frappe.whitelist()
def figures(barrier: str) -> dict[str, Any]:
    """Return what the barrier costs: occurrences over time, and how much longer its cases stay in each phase.

    Numbers below the small cell are hidden. Raises `frappe.PermissionError` unless the user may read the barrier and
    its states of work are no secret to the user's role (coordinator, steering group, case manager).
    """
    frappe.has_permission("Barrier", "read", barrier, throw=True)
    return effects.figures(barrier)


@frappe.whitelist(methods=["POST"])
def put_on_agenda(barrier: str, meeting: str) -> str:
    """Put a barrier on the agenda of a meeting and return the meeting.

    Raises `frappe.PermissionError` unless the user may read the barrier and change the meeting.
    """
    frappe.has_permission("Barrier", "read", barrier, throw=True)
    frappe.has_permission("Meeting", "write", meeting, throw=True)
    return meetings.put_on_agenda(barrier, meeting)
