"""What a barrier costs: how often it was met, and how much longer its cases stay in each phase than others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from kim_app.cases.review import ENDED
from kim_app.figures.annual.protection import hidden_rows
from kim_app.roles import CASE_MANAGER, COORDINATOR, STEERING_MEMBER
from kim_app.settings import setting
from kim_app.state_history import SECONDS_OF_A_DAY

READERS = {COORDINATOR, STEERING_MEMBER, CASE_MANAGER}
TRAITS = {"life_areas": ("Life Area Choice", "Life Area"), "legal_circles": ("Legal Circle Choice", "Legal Circle")}
"""Tables of a case that tell whom a barrier meets: the DocType of their rows, and of the list they choose from."""


def figures(barrier: str, smallest: int | None = None) -> dict[str, Any]:
    """Return the figures of a barrier in a constant number of queries; what would tell of single cases is None.

    `smallest` is the smallest number shown, by default that of KIM Settings for colleagues. Raises
    `frappe.PermissionError` for roles that are not told how counselling goes.
    """
    require_reader()
    smallest = max(1, setting("small_cell_internal") if smallest is None else smallest)
    rows = occurrences_of(barrier)
    cases = {row.case for row in rows}
    traits = {table: _traits(cases, table, smallest) for table in TRAITS}
    return {"cases": len(cases), **over_time(rows, smallest), "phases": _phases(cases, smallest), **traits}


def _traits(cases: set[str], table: str, smallest: int) -> list[dict]:
    """Count the cases of a barrier by what was chosen in one of their tables; a case may count in several rows."""
    child, doctype = TRAITS[table]
    filters = {"parenttype": "Case", "parentfield": table, "parent": ("in", [*cases] or [""])}
    fieldname = frappe.scrub(doctype)
    rows = frappe.get_all(child, filters, ["parent", fieldname], distinct=True)
    counted = Counter(row[fieldname] for row in rows)
    entries = frappe.get_all(
        doctype, {"name": ("in", [*counted] or [""])}, ["name", "label"], order_by="sort_order, label"
    )
    hidden = hidden_rows([counted[entry.name] for entry in entries], len(cases), smallest)
    return [
        {"label": _(entry.label), "cases": None if place in hidden else counted[entry.name]}
        for place, entry in enumerate(entries)
    ]


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


def over_time(rows: Iterable[Any], smallest: int | None = None) -> dict[str, list]:
    """Count the cases by the month in which the barrier was first met in them."""
    counted = Counter(first_months(rows).values())
    months = _months_between(min(counted), max(counted)) if counted else []
    numbers = [counted[month] for month in months]
    return {"months": months, "occurrences": _protected(numbers, smallest)}


def _protected(numbers: list[int], smallest: int | None) -> list[int | None]:
    """Hide small numbers, and others with them, so that they do not follow from the number of cases."""
    smallest = setting("small_cell_internal") if smallest is None else smallest
    hidden = hidden_rows(numbers, sum(numbers), smallest)
    return [None if place in hidden else number for place, number in enumerate(numbers)]


def _months_between(first: str, last: str) -> list[str]:
    (year, month), months = map(int, first.split("-")), []
    while f"{year:04}-{month:02}" <= last:
        months.append(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


def _phases(cases: set[str], smallest: int) -> list[dict]:
    """Compare the median stay in each phase of the cases that carry the barrier with that of the others.

    A phase that is not over counts with the days so far: who waits longest is often still waiting.
    """
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
