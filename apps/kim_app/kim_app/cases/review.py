"""The next review of a case: always set, proposed from the priority (weeks in KIM Settings)."""

from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate, nowdate

from kim_app.settings import setting

ENDED = ("Closed", "Declined")
"""States in which nobody works on a case."""


def proposal(priority: str | None) -> date:
    """Return the day of the next review for a case of this priority."""
    weeks = setting(f"review_weeks_{(priority or 'Normal').lower()}") or 0
    return getdate(add_days(nowdate(), 7 * weeks))


def keep_up(case: Document) -> None:
    """Propose a review where none can be wanted to be missing; a day that somebody chose stays.

    A new case and a reopened one get a review; a higher priority brings it forward; an ended case has none.
    """
    before = case.get_doc_before_save()
    if case.workflow_state in ENDED:
        case.next_review_on = None
    elif not before or before.workflow_state in ENDED:
        if not case.next_review_on:
            case.next_review_on = proposal(case.priority)
    elif before.priority != case.priority and _same_day(before, case):
        case.next_review_on = min(getdate(case.next_review_on), proposal(case.priority))


def done(case: Document) -> date:
    """Set the review after this one and save. Raises `frappe.PermissionError` without the right to write."""
    case.next_review_on = proposal(case.priority)
    case.save()
    return case.next_review_on


def _same_day(before: Document, case: Document) -> bool:
    day = case.next_review_on
    return bool(day) and getdate(before.next_review_on) == getdate(day)


def open_cases() -> Any:
    """Query the cases on which somebody works."""
    case = frappe.qb.DocType("Case")
    return frappe.qb.from_(case).where(case.workflow_state.notin(ENDED))
