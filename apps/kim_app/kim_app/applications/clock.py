"""The clock of an application: due days from the city's target and from law, and what stops them.

Three months after receipt an action for failure to act is possible (§ 75 VwGO). A suspension stops both: the due
days move on by its days when it ends.
"""

from itertools import pairwise
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, add_months, cint, date_diff, getdate, nowdate

from kim_app.applications.states import SUSPENDED, moved_into


def follow_state(doc: Document) -> None:
    """Remember from where an application is suspended, and end the suspension when it goes on."""
    before = doc.get_doc_before_save()
    if not before or before.workflow_state == doc.workflow_state:
        return
    if moved_into(doc, SUSPENDED):
        doc.suspended_from = before.workflow_state
    elif before.workflow_state == SUSPENDED:
        doc.suspended_from = None
        for row in running(doc):
            row.resumed_on = nowdate()


def running(doc: Document) -> list[Any]:
    """Return the suspensions that have not ended."""
    return [row for row in doc.suspensions if not row.resumed_on]


def count_suspensions(doc: Document) -> None:
    """Count the days of each suspension that ended. Raises `frappe.ValidationError` for impossible or double days."""
    for row in doc.suspensions:
        row.suspended_on = row.suspended_on or nowdate()
        _require_possible(doc, row)
        row.days = date_diff(row.resumed_on, row.suspended_on) if row.resumed_on else 0
    _require_one_at_a_time(doc)
    doc.suspended_days = sum(cint(row.days) for row in doc.suspensions)


def set_due_days(doc: Document) -> None:
    """Set the day on which an action becomes possible, and the due day unless somebody set that by hand.

    A due day set by hand moves on with later suspensions as well.
    """
    doc.statutory_due_on = _statutory(doc)
    before, target = doc.get_doc_before_save(), _target(doc)
    if not before:
        doc.due_on = doc.due_on or target
    elif not doc.has_value_changed("due_on"):
        doc.due_on = _moved(doc, before, target)


def _moved(doc: Document, before: Document, target: Any) -> Any:
    old = _target(before)
    if not doc.due_on or (old and getdate(doc.due_on) == getdate(old)):
        return target or doc.due_on
    return add_days(doc.due_on, cint(doc.suspended_days) - cint(before.suspended_days))


def _target(doc: Document) -> Any:
    days = cint(frappe.get_cached_value("Application Type", doc.application_type, "target_days"))
    return add_days(doc.received_on, days + cint(doc.suspended_days)) if days else None


def _statutory(doc: Document) -> Any:
    months = cint(frappe.get_cached_value("Application Type", doc.application_type, "statutory_months"))
    return add_days(add_months(doc.received_on, months), cint(doc.suspended_days)) if months else None


def _require_possible(doc: Document, row: Any) -> None:
    first, last = getdate(row.suspended_on), getdate(row.resumed_on or row.suspended_on)
    if first < getdate(doc.received_on) or last < first or last > getdate(nowdate()):
        frappe.throw(
            _(
                "Suspension in row {0}: it begins on the day of receipt at the earliest, ends after its begin and "
                "today at the latest. Please correct the days in the tab “Authorities”."
            ).format(row.idx),
            title=_("Order of Dates"),
        )


def _require_one_at_a_time(doc: Document) -> None:
    rows = sorted(doc.suspensions, key=lambda row: getdate(row.suspended_on))
    for earlier, later in pairwise(rows):
        if not earlier.resumed_on or getdate(earlier.resumed_on) > getdate(later.suspended_on):
            frappe.throw(
                _(
                    "Suspensions in rows {0} and {1} overlap: each day counts once. Please correct the days in the "
                    "tab “Authorities”."
                ).format(earlier.idx, later.idx),
                title=_("Order of Dates"),
            )
