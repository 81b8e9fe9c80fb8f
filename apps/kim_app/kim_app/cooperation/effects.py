"""What a barrier costs: how often it was met, and how much longer its cases stay in each phase than others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from kim_app.cases.review import ENDED
from kim_app.figures.annual.protection import hidden_rows
from kim_app.figures.suppression import Group, counted_rows
from kim_app.figures.suppression import hidden_rows as hidden_of_groups
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
    persons = {row.case: row.person for row in rows}
    traits = {table: _traits(persons, table, smallest) for table in TRAITS}
    return {"cases": len(persons), **over_time(rows, smallest), "phases": _phases(set(persons), smallest), **traits}


def _traits(persons: dict[str, str], table: str, smallest: int) -> list[dict]:
    """Count the cases of a barrier by what was chosen in one of their tables; a case may count in several rows.

    `persons` are those of the cases. What is hidden is found by their numbers.
    """
    child, doctype = TRAITS[table]
    filters = {"parenttype": "Case", "parentfield": table, "parent": ("in", [*persons] or [""])}
    fieldname = frappe.scrub(doctype)
    rows = frappe.get_all(child, filters, ["parent", fieldname], distinct=True)
    groups = defaultdict(list)
    for row in rows:
        groups[row[fieldname]].append(persons[row.parent])
    entries = frappe.get_all(
        doctype, {"name": ("in", [*groups] or [""])}, ["name", "label"], order_by="sort_order, label"
    )
    numbers = [len(set(groups[entry.name])) for entry in entries]
    hidden = hidden_rows(numbers, len(set(persons.values())), smallest)
    return [
        {"label": _(entry.label), "cases": None if place in hidden else len(groups[entry.name])}
        for place, entry in enumerate(entries)
    ]


def require_reader() -> None:
    """Refuse roles that are not told how counselling goes. Raises `frappe.PermissionError`."""
    if frappe.session.user != "Administrator" and not READERS & set(frappe.get_roles()):
        frappe.throw(_("These figures are for coordination and counselling."), frappe.PermissionError)


def occurrences_of(barrier: str) -> list[Any]:
    """Return case, its person, and day of each occurrence of a barrier."""
    return frappe.get_all(
        "Barrier Occurrence",
        filters={"parenttype": "Barrier", "parent": barrier, "case": ("is", "set")},
        fields=["case", "case.person as person", "noticed_on"],
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
    groups = by_months(rows)
    months = _months_between(min(groups), max(groups)) if groups else []
    return {"months": months, "occurrences": _protected([groups[month] for month in months], smallest)}


def by_months(rows: Iterable[Any]) -> dict[str, list[str]]:
    """Return for each month the persons of the cases in which the barrier was first met then."""
    rows = list(rows)
    persons, groups = {row.case: row.person for row in rows}, defaultdict(list)
    for case, month in first_months(rows).items():
        groups[month].append(persons[case])
    return groups


def _protected(groups: list[Group], smallest: int | None) -> list[int | None]:
    """Count groups; hide small numbers, and others with them, so that they do not follow from the number of cases."""
    smallest = setting("small_cell_internal") if smallest is None else smallest
    everybody = [person for group in groups for person in group]
    hidden = hidden_of_groups(counted_rows(groups, everybody), smallest, fixed_total=True)
    return [None if place in hidden else len(group) for place, group in enumerate(groups)]


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
    stays, persons = stays_in_phases(), persons_of_cases()
    answer = []
    for phase in order_of_phases(stays):
        days = stays[phase]
        with_it = median_of(days, cases, persons, smallest)
        without = median_of(days, set(days) - cases, persons, smallest)
        shown = with_it is not None and without is not None
        with_it, without = (with_it, without) if shown else (None, None)
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


def persons_of_cases() -> dict[str, str]:
    """Return the person of every case."""
    return dict(frappe.get_all("Case", fields=["name", "person"], as_list=True))


def median_of(
    days: Mapping[str, float], cases: set[str], persons: Mapping[str, str], smallest: int | None = None
) -> int | None:
    """Return the median of the days of some cases; None where they are those of too few persons to be told of."""
    smallest = max(1, setting("small_cell_internal") if smallest is None else smallest)
    found = {case: days[case] for case in days if case in cases}
    few = len({persons.get(case) for case in found}) < smallest
    return None if few else round(median(found.values()))


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
