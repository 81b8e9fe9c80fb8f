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
from kim_app.reports import behind, follow, hide_columns, sees_figures_only, smallest_number
from kim_app.state_history import SECONDS_OF_A_DAY

MEASURES = ("median", "average", "longest")
Stays = dict[str, dict[str, float]]


def rows(filters: dict[str, Any]) -> tuple[list[dict], dict]:
    """Return a row for each phase in its order, and the total, in a constant number of queries.

    Coordinators and the steering group get figures of all cases, small ones hidden; case managers those of the cases
    that they see, with the names of these cases. A case counts in a phase that it entered in the period (filters
    `year` and `quarter`); who has not left it counts with the days so far. `team` and `life_area` choose cases.
    """
    stays, waiting = _stays(filters)
    known = not sees_figures_only()
    found = [_row(phase, stays[phase], waiting[phase], known) for phase in order_of_phases(stays)]
    whole: dict[str, float] = defaultdict(float)
    for days in stays.values():
        for case, number in days.items():
            whole[case] += number
    total = _row("", whole, set().union(*waiting.values()), known)
    hide_columns(found, total, smallest_number(), cases=False, waiting=True)
    follow([*found, total], "cases", *MEASURES)
    return found, total


def _row(phase: str, days: dict[str, float], waiting: set[str], known: bool) -> dict[str, Any]:
    row = {"phase": _(phase) if phase else "", "cases": len(days), "waiting": len(waiting), **_measures(days)}
    if known:
        row["behind"] = {"cases": behind("Case", days), "waiting": behind("Case", waiting)}
    return row


def _measures(days: dict[str, float]) -> dict[str, float | None]:
    if not days:
        return dict.fromkeys(MEASURES)
    values = list(days.values())
    return {"median": round(median(values), 1), "average": round(mean(values), 1), "longest": round(max(values), 1)}


def _stays(filters: dict[str, Any]) -> tuple[Stays, dict[str, set[str]]]:
    """Return the days of each case in each phase, and which cases are still there."""
    cases, now = _cases(filters), now_datetime()
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


def _cases(filters: dict[str, Any]) -> set[str]:
    wanted = [["Case", "team", "=", str(filters["team"])]] if filters.get("team") else []
    if filters.get("life_area"):
        wanted.append(["Life Area Choice", "life_area", "=", str(filters["life_area"])])
    # Who is told figures only may list no case; what is made of all cases is hidden where it is small.
    ask = frappe.get_all if sees_figures_only() else frappe.get_list
    return set(ask("Case", filters=wanted, pluck="name", limit_page_length=0))


def _periods(filters: dict[str, Any], cases: set[str]) -> list[Any]:
    wanted: dict[str, Any] = {"parenttype": "Case", "state": ("not in", ENDED)}
    if not sees_figures_only():
        wanted["parent"] = ("in", list(cases) or [""])
    period = periods.between(filters)
    if period:
        end_of_day = datetime.combine(period[1], time.max)
        wanted["entered_on"] = ("between", (datetime.combine(period[0], time.min), end_of_day))
    return frappe.get_all("State Period", filters=wanted, fields=["parent", "state", "entered_on", "left_on", "days"])
