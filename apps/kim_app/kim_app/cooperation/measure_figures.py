"""The figures of a barrier before and after a measure, as its form shows them: by them the effect is judged."""

from typing import Any

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from kim_app.cooperation import before_after
from kim_app.cooperation.effects import (
    first_months,
    median_of,
    occurrences_of,
    order_of_phases,
    persons_of_cases,
    require_reader,
    stays_in_phases,
)


def figures(measure: Document) -> dict[str, Any]:
    """Return how many cases met the barrier, and how long they stay in each phase, before and after the measure.

    The months are those of the report on measures. A number that would tell of single cases is the mark of hidden
    numbers or, for a median, None; what lies ahead is None. Raises `frappe.PermissionError` for roles that are not
    told how counselling goes.
    """
    require_reader()
    begun = bool(measure.due_on) and before_after.has_begun(measure.due_on)
    before, after = before_after.numbers([measure.barrier]).get(measure.name, (None, None))
    return {
        "months": before_after.months_compared(),
        "due_on": measure.due_on,
        "begun": begun,
        "before": before,
        "after": after if begun else None,
        "phases": _phases(measure),
    }


def _phases(measure: Document) -> list[dict]:
    """Compare the cases that met the barrier up to the month in which the measure was due with those after it."""
    first, last = first_months(occurrences_of(measure.barrier)), str(getdate(measure.due_on))[:7]
    earlier = {case for case, month in first.items() if month <= last}
    later, stays, persons = set(first) - earlier, stays_in_phases(), persons_of_cases()
    rows = []
    for phase in order_of_phases(stays):
        before, after = (median_of(stays[phase], cases, persons) for cases in (earlier, later))
        change = None if before is None or after is None else after - before
        rows.append({"phase": phase, "label": _(phase), "before": before, "after": after, "difference": change})
    return rows
