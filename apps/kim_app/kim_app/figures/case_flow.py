"""How long cases stay in each phase: what takes the time on the way from the enquiry to the end."""

from collections import defaultdict
from datetime import datetime, time
from statistics import mean, median
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from kim_app.cases.review import ENDED
from kim_app.cooperation.effects import order_of_phases
from kim_app.figures import periods
from kim_app.reports import (
    behind,
    follow,
    hide_as_statistic,
    hide_columns,
    sees_figures_only,
    smallest_number,
)
from kim_app.state_history import SECONDS_OF_A_DAY

MEASURES = ("median", "average", "longest")
Stays = dict[str, dict[str, float]]


def rows(filters: dict[str, Any]) -> tuple[list[dict], dict]:
    """Return a row for each phase in its order, and the total, in a constant number of queries.

    Coordinators and the steering group get figures of all cases, small ones hidden; case managers those of the cases
    that they see, with the names of these cases. A case counts in a phase that it entered in the period (filters
    `year` and `quarter`); who has not left it counts with the days so far. `team` and `life_area` choose cases.
    """
    persons = _cases(filters)
    stays, waiting = _stays(filters, persons)
    found = [_row(phase, stays[phase], waiting[phase], persons) for phase in order_of_phases(stays)]
    whole: dict[str, float] = defaultdict(float)
    for days in stays.values():
        for case, number in days.items():
            whole[case] += number
    total = _row("", whole, set().union(*waiting.values()), persons)
    _hide(found, total, filters)
    return found, total


def _hide(found: list[dict], total: dict, filters: dict[str, Any]) -> None:
    hide_columns(found, total, smallest_number(), cases=False, waiting=True)
    if smallest_number() and not periods.between(filters):
        wanted = [["workflow_state", "not in", list(ENDED)], *_wanted(filters)]
        record = {"document_type": "Case", "row_field": "workflow_state", "filters": wanted}
        hide_as_statistic(found, total, "waiting", "state", **record)
    follow([*found, total], "cases", *MEASURES)


def _row(phase: str, days: dict[str, float], waiting: set[str], persons: dict[str, str]) -> dict[str, Any]:
    """Return a row whose cases are told by their persons, until they are counted."""
    row = {"state": phase, "phase": _(phase) if phase else "", **_measures(days)}
    row |= {"cases": [persons[case] for case in days], "waiting": [persons[case] for case in waiting]}
    if sees_figures_only():
        # The longest stay is that of one person.
        row.pop("longest")
    else:
        row["behind"] = {"cases": behind("Case", days), "waiting": behind("Case", waiting)}
    return row


def _measures(days: dict[str, float]) -> dict[str, float | None]:
    if not days:
        return dict.fromkeys(MEASURES)
    values = list(days.values())
    return {"median": round(median(values), 1), "average": round(mean(values), 1), "longest": round(max(values), 1)}


def _stays(filters: dict[str, Any], cases: dict[str, str]) -> tuple[Stays, dict[str, set[str]]]:
    """Return the days of each of the cases in each phase, and which are still there."""
    now = now_datetime()
    stays: Stays = defaultdict(dict)
    waiting: dict[str, set[str]] = defaultdict(set)
    for row in _periods(filters, cases):
        if row.parent not in cases:
            continue
        so_far = (now - get_datetime(row.entered_on)).total_seconds() / SECONDS_OF_A_DAY
        days = stays[row.state]
        days[row.parent] = days.get(row.parent, 0) + (row.days if row.left_on else so_far)
        if not row.left_on:
            waiting[row.state].add(row.parent)
    return stays, waiting


def _wanted(filters: dict[str, Any]) -> list[list]:
    """Return the chosen team and life area as a Statistic has them."""
    fields = {"team": "team", "life_area": "life_areas"}
    return [[field, "=", str(filters[key])] for key, field in fields.items() if filters.get(key)]


def _cases(filters: dict[str, Any]) -> dict[str, str]:
    """Return the chosen cases, each with its person."""
    tables = {"team": ("Case", "team"), "life_areas": ("Life Area Choice", "life_area")}
    wanted = [[*tables[field], *asked] for field, *asked in _wanted(filters)]
    # Who is told figures only may list no case; what is made of all cases is hidden where it is small.
    ask = frappe.get_all if sees_figures_only() else frappe.get_list
    rows = ask("Case", filters=wanted, fields=["name", "person"], limit_page_length=0)
    return {row.name: row.person for row in rows}


def _periods(filters: dict[str, Any], cases: dict[str, str]) -> list[Any]:
    wanted: dict[str, Any] = {"parenttype": "Case", "state": ("not in", ENDED)}
    if not sees_figures_only():
        wanted["parent"] = ("in", list(cases) or [""])
    period = periods.between(filters)
    if period:
        end_of_day = datetime.combine(period[1], time.max)
        wanted["entered_on"] = ("between", (datetime.combine(period[0], time.min), end_of_day))
    return frappe.get_all("State Period", filters=wanted, fields=["parent", "state", "entered_on", "left_on", "days"])
