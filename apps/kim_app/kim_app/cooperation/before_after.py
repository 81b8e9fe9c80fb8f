"""Cases that met a barrier before and after a measure was due: the plainest sign of whether it helped.

How many cases met a barrier in a month is shown with the barrier, small numbers hidden. A sum of several months must
not tell what is hidden there. So a sum is shown only if the hidden months within it, and those outside it, each keep
their secret by themselves; sums that were shown for an earlier measure of the barrier count along.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.utils import add_months, cint, get_first_day, getdate, nowdate

from kim_app.cooperation.effects import by_months, over_time
from kim_app.figures.export import HIDDEN
from kim_app.figures.suppression import Group, counted_rows, hidden_numbers
from kim_app.settings import setting


def months_compared() -> int:
    """Return how many months are compared: those after which the effect of a measure is looked at (KIM Settings).

    Before are the month in which a measure was due and those before it, after are those that follow.
    """
    return cint(setting("effect_check_months")) or 3


def numbers(barriers: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    """Return for each measure against the barriers the cases before and after it was due, in two queries.

    All measures of a barrier are looked at, whatever is asked for, so that asking for some tells no more.
    A number is None as long as its months lie ahead.
    """
    names = list(barriers) or [""]
    occurrences, measures = defaultdict(list), defaultdict(list)
    rows = frappe.get_all(
        "Barrier Occurrence",
        filters={"parenttype": "Barrier", "parent": ("in", names), "case": ("is", "set")},
        fields=["parent", "case", "case.person as person", "noticed_on"],
    )
    for row in rows:
        occurrences[row.parent].append(row)
    filters = {"barrier": ("in", names), "due_on": ("is", "set")}
    for row in frappe.get_all("Measure", filters, ["name", "barrier", "due_on"], order_by="creation, name"):
        measures[row.barrier].append(row)
    return {
        name: found
        for barrier, several in measures.items()
        for name, found in _of_barrier(occurrences[barrier], several).items()
    }


@dataclass
class Months:
    """The cases of a barrier by month, told by their persons: which are hidden, and the sums that were shown."""

    counted: dict[str, list[str]]
    hidden: set[str]
    smallest: int
    shown: list[frozenset[str]] = field(default_factory=list)

    def sum_of(self, months: frozenset[str]) -> Any:
        """Return the cases of several months, or the mark of a hidden number."""
        persons = [person for month in months for person in self.counted.get(month, ())]
        if months not in self.shown:
            if 0 < len(set(persons)) < self.smallest or not self._stays_secret([*self.shown, months]):
                return HIDDEN
            self.shown.append(months)
        return len(persons)

    def _stays_secret(self, sums: list[frozenset[str]]) -> bool:
        """Say whether what is hidden stays so, once the sums are known that lie within no other sum."""
        parts = defaultdict(list)
        for month in self.hidden:
            parts[tuple(month in one for one in sums)].append(self.counted[month])
        return all(_keeps_secret(part, self.smallest) for part in parts.values())


def _of_barrier(occurrences: list[Any], measures: list[Any]) -> dict[str, tuple[Any, Any]]:
    months = _months(occurrences)
    return {row.name: tuple(months.sum_of(window) for window in _windows(row.due_on)) for row in measures}


def _months(occurrences: list[Any]) -> Months:
    protected = over_time(occurrences)
    shown = dict(zip(protected["months"], protected["occurrences"], strict=True))
    counted = by_months(occurrences)
    hidden = {month for month, number in shown.items() if number is None}
    return Months(counted, hidden, setting("small_cell_internal") or 0)


def _windows(due_on: Any) -> tuple[frozenset[str], frozenset[str]]:
    """Return the months before and after the day: the month of the day is the last one before."""
    start, months = get_first_day(getdate(due_on)), months_compared()
    return tuple(
        frozenset(str(add_months(start, number))[:7] for number in several)
        for several in (range(1 - months, 1), range(1, months + 1))
    )


def cases_around(due_on: Any, first: dict[str, str]) -> tuple[set[str], set[str]]:
    """Return the cases before and after the day, of those that first met the barrier in a month each."""
    before, after = ({case for case, month in first.items() if month in window} for window in _windows(due_on))
    return before, after


def has_begun(due_on: Any) -> bool:
    """Say whether a month after the day has begun."""
    return getdate(nowdate()) >= get_first_day(getdate(due_on), d_months=1)


def _keeps_secret(groups: list[Group], smallest: int) -> bool:
    table = counted_rows(groups, [person for group in groups for person in group])
    return hidden_numbers(table, smallest, fixed_total=True) is not None
