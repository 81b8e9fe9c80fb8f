"""What a barrier costs: how often it was met, and how much longer its cases stay in each phase than others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from kim_app.cases.review import ENDED
from kim_app.figures.suppression import Table, hidden_numbers
from kim_app.roles import CASE_MANAGER, COORDINATOR, STEERING_MEMBER
from kim_app.settings import setting
from kim_app.state_history import SECONDS_OF_A_DAY

READERS = {COORDINATOR, STEERING_MEMBER, CASE_MANAGER}


def figures(barrier: str) -> dict[str, Any]:
    """Return the figures of a barrier, in two queries; numbers that would tell of single cases are None.

    Raises `frappe.PermissionError` for roles that are not told how counselling goes.
    """
    require_reader()
    rows = occurrences_of(barrier)
    cases = {row.case for row in rows}
    return {"cases": len(cases), **over_time(rows), "phases": _phases(cases)}


def require_reader() -> None:
    """Refuse roles that are not told how counselling goes. Raises `frappe.PermissionError`."""
    if frappe.session.user != "Administrator" and not READERS & set(frappe.get_roles()):
        frappe.throw(_("These figures are for coordination and counselling."), frappe.PermissionError)


def occurrences_of(barrier: str) -> list[Any]:
    """Return case and day of each occurrence of a barrier."""
    return frappe.get_all(
        "Barrier Occurrence",
        filters={"parenttype": "Barrier", "parent": barrier, "case": ("is", "set")},
        fields=["case", "noticed_on"],
    )


def first_months(rows: Iterable[Any]) -> dict[str, str]:
    """Return for each case the month in which the barrier was first met in it."""
    first: dict[str, str] = {}
    for row in rows:
        month = str(row.noticed_on or "")[:7]
        if month:
            first[row.case] = min(month, first.get(row.case, month))
    return first


def over_time(rows: Iterable[Any]) -> dict[str, list]:
    """Count the cases by the month in which the barrier was first met in them."""
    counted = Counter(first_months(rows).values())
    months = _months_between(min(counted), max(counted)) if counted else []
    numbers = [counted[month] for month in months]
    return {"months": months, "occurrences": _protected(numbers)}


def _protected(numbers: list[int]) -> list[int | None]:
    """Hide small numbers, and others with them, so that they do not follow from the number of cases."""
    smallest = setting("small_cell_internal")
    table = Table([[number] for number in numbers], numbers, [sum(numbers)], sum(numbers))
    hidden = hidden_numbers(table, smallest, fixed_total=True)
    if hidden is None:
        return [None] * len(numbers)
    return [None if ("cell", row, 0) in hidden else number for row, number in enumerate(numbers)]


def _months_between(first: str, last: str) -> list[str]:
    (year, month), months = map(int, first.split("-")), []
    while f"{year:04}-{month:02}" <= last:
        months.append(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


def _phases(cases: set[str]) -> list[dict]:
    """Compare the median stay in each phase of the cases that carry the barrier with that of the others.

    A phase that is not over counts with the days so far: who waits longest is often still waiting.
    """
    smallest = max(1, setting("small_cell_internal"))
    stays = stays_in_phases()
    answer = []
    for phase in order_of_phases(stays):
        days = stays[phase]
        carrying = [days[case] for case in days if case in cases]
        others = [days[case] for case in days if case not in cases]
        shown = len(carrying) >= smallest and len(others) >= smallest
        with_it, without = (round(median(carrying)), round(median(others))) if shown else (None, None)
        answer.append(
            {
                "phase": phase,
                "label": _(phase),
                "with": with_it,
                "without": without,
                "difference": with_it - without if shown else None,
            }
        )
    return answer


def stays_in_phases() -> dict[str, dict[str, float]]:
    """Return the days of every case in every phase, in one query."""
    now, stays = now_datetime(), defaultdict(lambda: defaultdict(float))
    periods = frappe.get_all(
        "State Period",
        filters={"parenttype": "Case", "state": ("not in", ENDED)},
        fields=["parent", "state", "entered_on", "left_on", "days"],
    )
    for row in periods:
        so_far = (now - get_datetime(row.entered_on)).total_seconds() / SECONDS_OF_A_DAY
        stays[row.state][row.parent] += row.days if row.left_on else so_far
    return stays


def order_of_phases(stays: Mapping) -> list[str]:
    """Return the phases in the order of the active workflow; states that it lost come last."""
    workflow = frappe.db.get_value("Workflow", {"document_type": "Case", "is_active": 1})
    rows = frappe.get_cached_doc("Workflow", workflow).states if workflow else []
    known = list(dict.fromkeys(row.state for row in rows))
    return [state for state in known if state in stays] + sorted(state for state in stays if state not in known)
