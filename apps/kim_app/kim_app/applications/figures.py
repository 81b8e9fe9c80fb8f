"""Figures for the offices: what is open and for whom it waits, and how long decisions took.

Each office sees its own applications only: everything is asked as the user who reads the report.
"""

from collections import defaultdict
from collections.abc import Iterable
from statistics import mean, median
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, date_diff, getdate, nowdate

from kim_app.applications.decision import NATURALISATION_OFFICE
from kim_app.applications.states import AUTHORITIES_CONSULTED, DOCUMENTS_REQUESTED, FINAL, SUSPENDED
from kim_app.permissions.scopes import offices

PAPERS, AUTHORITY, SUSPENSION, OFFICE = "Papers", "Authority", "Suspension", "Own Office"
WAITS_IN = {DOCUMENTS_REQUESTED: PAPERS, AUTHORITIES_CONSULTED: AUTHORITY, SUSPENDED: SUSPENSION}
GROUPS = ("application_type", "clerk", "quarter")

OPEN_FIELDS = [
    "name",
    "person_name",
    "application_type",
    "clerk",
    "workflow_state",
    "received_on",
    "due_on",
    "completeness",
    "suspended_days",
]


def require_clerk() -> None:
    """Refuse whoever may not read what only the offices read. Raises `frappe.PermissionError`."""
    if not offices(set(frappe.get_roles())):
        frappe.throw(_("This report is for the offices that work on applications."), frappe.PermissionError)


def open_applications(filters: dict[str, Any]) -> list[Any]:
    """Return the open applications that the user may see, oldest first, with what each waits for and since when.

    `filters`: application_type, clerk, waits_for, weeks (waiting at least so long), complete (Yes or No).
    """
    wanted = {key: filters[key] for key in ("application_type", "clerk") if filters.get(key)}
    rows = frappe.get_list(
        "Application",
        filters={**wanted, "workflow_state": ("not in", FINAL)},
        fields=OPEN_FIELDS,
        order_by="received_on, name",
        limit_page_length=0,
    )
    since = _waiting_since([row.name for row in rows])
    for row in rows:
        row.waits_for = WAITS_IN.get(row.workflow_state, OFFICE)
        row.waits_since = since.get((row.name, row.waits_for)) or row.received_on
        row.weeks = date_diff(nowdate(), row.waits_since) // 7
        row.complete = row.completeness == 100
    return [row for row in rows if _is_wanted(row, filters)]


def decided_applications(from_date: Any, to_date: Any) -> list[Any]:
    """Return the applications decided in a period that the user may see, with the days that the office needed."""
    rows = frappe.get_list(
        "Application",
        filters=[["decided_on", "between", [from_date, to_date]]],
        fields=["name", "application_type", "clerk", "received_on", "decided_on", "suspended_days"],
        order_by="decided_on",
        limit_page_length=0,
    )
    targets = {
        row.name: cint(row.target_days) for row in frappe.get_all("Application Type", fields=["name", "target_days"])
    }
    for row in rows:
        row.days = max(date_diff(row.decided_on, row.received_on) - cint(row.suspended_days), 0)
        row.in_time = row.days <= (targets[row.application_type] or row.days)
        row.quarter = quarter(row.decided_on)
    return rows


def processing_times(rows: Iterable[Any], group_by: str) -> list[dict[str, Any]]:
    """Return number, median, mean and longest days by a field of `decided_applications`, in the order of its values."""
    groups = defaultdict(list)
    for row in rows:
        groups[row[group_by] or ""].append(row)
    return [{"group": key, **figures_of(groups[key])} for key in sorted(groups)]


def figures_of(rows: list[Any]) -> dict[str, Any]:
    """Return the figures of one group of decided applications."""
    days = [row.days for row in rows]
    return {
        "number": len(days),
        "median": round(median(days), 1) if days else None,
        "average": round(mean(days), 1) if days else None,
        "longest": max(days, default=None),
        "in_time": round(100 * sum(row.in_time for row in rows) / len(rows)) if rows else None,
    }


def quarter(day: Any) -> str:
    """Name the quarter of a day, as "2026 Q2"."""
    day = getdate(day)
    return f"{day.year} Q{(day.month + 2) // 3}"


def certificates_to_hand_over() -> list[Any]:
    """Return the granted naturalisations of the user's office whose certificate was not handed over, oldest first."""
    types = frappe.get_all("Application Type", filters={"office": NATURALISATION_OFFICE}, pluck="name")
    rows = frappe.get_list(
        "Application",
        filters={"workflow_state": "Granted", "application_type": ("in", types)},
        fields=["name", "person", "person_name", "decided_on", "clerk"],
        order_by="decided_on, person_name",
        limit_page_length=0,
    )
    fields = ["name", "birth_date", "place_of_birth", "nationality"]
    # The persons of these applications, whom the clerk of the office sees.
    people = frappe.get_all("Person", filters={"name": ("in", [row.person for row in rows] or [""])}, fields=fields)
    by_name = {person.pop("name"): person for person in people}
    for row in rows:
        row.update(by_name.get(row.person, {}))
    return rows


def _waiting_since(names: list[str]) -> dict[tuple[str, str], Any]:
    """Say since when each application waits for papers, for an authority, in a suspension."""
    return {
        **_oldest_open(names, "Document Request", "requested_on", "answered_on", PAPERS),
        **_oldest_open(names, "Authority Consultation", "asked_on", "answered_on", AUTHORITY),
        **_oldest_open(names, "Application Suspension", "suspended_on", "resumed_on", SUSPENSION),
    }


def _oldest_open(names: list[str], doctype: str, begin: str, end: str, reason: str) -> dict[tuple[str, str], Any]:
    # Rows of applications that the user was found to see.
    rows = frappe.get_all(
        doctype,
        filters={"parenttype": "Application", "parent": ("in", names or [""]), end: ("is", "not set")},
        fields=["parent", begin],
        order_by=f"{begin} desc",
    )
    return {(row.parent, reason): row[begin] for row in rows}


def _is_wanted(row: Any, filters: dict[str, Any]) -> bool:
    if filters.get("waits_for") and row.waits_for != filters["waits_for"]:
        return False
    if row.weeks < cint(filters.get("weeks")):
        return False
    return filters.get("complete") not in ("Yes", "No") or row.complete == (filters["complete"] == "Yes")
