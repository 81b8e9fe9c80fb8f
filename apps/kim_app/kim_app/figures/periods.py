"""The period of a report: a year or one of its quarters.

Whoever may not see persons is given calendar periods alone: two periods that differ by a day would tell of that day.
"""

from datetime import date, timedelta
from typing import Any

from frappe.utils import cint, getdate, nowdate

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def between(filters: dict[str, Any]) -> tuple[date, date] | None:
    """Return the first and last day that the filters `year` and `quarter` mean; None for all the time."""
    year, quarter = cint(filters.get("year")), filters.get("quarter")
    if quarter in QUARTERS:
        year, first = year or getdate(nowdate()).year, 3 * QUARTERS.index(quarter) + 1
        return date(year, first, 1), _last_day(year, first + 2)
    return (date(year, 1, 1), date(year, 12, 31)) if 1900 < year < 9999 else None


def _last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
