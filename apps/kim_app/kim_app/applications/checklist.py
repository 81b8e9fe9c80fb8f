"""The checklist of an application: made from its type, the situation and the law of the day of receipt."""

from typing import Any

import frappe
from frappe import _, scrub
from frappe.model.document import Document
from frappe.utils import cint, getdate, nowdate

from kim_app.applications.conditions import applies
from kim_app.applications.facts import SITUATION, facts_of
from kim_app.applications.states import is_undecided

NOT_NEEDED = "Not Needed"
NOT_FULFILLED = "Not Fulfilled"
TRACES = ("fulfilled", "shortfall", "requested_on", "received_on", "remark")
"""Columns in which somebody leaves an answer."""


def keep_checklist(doc: Document) -> None:
    """Make the checklist of a new application, and renew it when the situation of an undecided one changes.

    A new application that brings requirements of its own keeps those.
    """
    doc.law_version_on = doc.received_on
    if doc.is_new():
        if not doc.requirements:
            renew(doc)
    elif is_undecided(doc) and any(doc.has_value_changed(fieldname) for fieldname in SITUATION):
        renew(doc)
    for row in doc.requirements:
        _tidy(row)


def renew(doc: Document) -> None:
    """Bring the checklist in line with type, situation and law; answers and rows entered by hand stay.

    A requirement that no longer applies goes, unless it was answered: then it stays and is no longer mandatory.
    """
    wanted = requirements_of(doc)
    have = {row.requirement_key: row for row in doc.requirements if row.requirement_key}
    rows = [_row_for(have.get(key), key, template) for key, template in wanted.items()]
    rows += [_let_go(row) for key, row in have.items() if key not in wanted and _has_trace(row)]
    rows += [row for row in doc.requirements if not row.requirement_key]
    doc.set("requirements", [])
    for number, row in enumerate(rows, start=1):
        doc.append("requirements", row)
        doc.requirements[-1].idx = number


def requirements_of(doc: Document) -> dict[str, Any]:
    """Return the rows of the type that apply, by key in their order; of several rows of a key the first.

    A row whose condition cannot be answered, since a fact is unknown, counts if no other row of its key applies.
    """
    facts, found, unsure = facts_of(doc), {}, {}
    for row in frappe.get_cached_doc("Application Type", doc.application_type).requirements:
        if not in_force(row, doc.received_on):
            continue
        answer = applies(row.applies_if, facts)
        if answer is not False:
            (found if answer else unsure).setdefault(row.requirement_key or scrub(row.requirement), row)
    chosen = {**unsure, **found}
    return dict(sorted(chosen.items(), key=lambda item: item[1].idx))


def in_force(row: Any, day: Any) -> bool:
    """Say whether a row with `valid_from` and `valid_until` is in force on a day."""
    day = getdate(day)
    return not (row.valid_from and getdate(row.valid_from) > day) and not (
        row.valid_until and getdate(row.valid_until) < day
    )


def set_completeness(doc: Document) -> None:
    """Set the share of the mandatory requirements that are fulfilled, and since when there is nothing missing.

    What was found not to be needed does not count; without any mandatory requirement the share is 0.
    """
    mandatory = [row for row in doc.requirements if cint(row.mandatory)]
    needed = [row for row in mandatory if row.shortfall != NOT_NEEDED]
    fulfilled = [row for row in needed if cint(row.fulfilled)]
    nothing_missing = bool(mandatory) and len(fulfilled) == len(needed)
    doc.completeness = 100 if nothing_missing else 100 * len(fulfilled) / max(len(needed), 1)
    doc.complete_on = (doc.complete_on or nowdate()) if nothing_missing else None


def unanswered(doc: Document) -> list[Any]:
    """Return the mandatory requirements that are neither fulfilled nor found unfulfilled or not needed."""
    return [row for row in doc.requirements if cint(row.mandatory) and not cint(row.fulfilled) and not row.shortfall]


def require_type_in_force(doc: Document) -> None:
    """Refuse a type that did not exist on the day of receipt. Raises `frappe.ValidationError`."""
    changed = doc.is_new() or doc.has_value_changed("application_type") or doc.has_value_changed("received_on")
    kind = frappe.get_cached_doc("Application Type", doc.application_type)
    if changed and not in_force(kind, doc.received_on):
        frappe.throw(
            _(
                "“{0}” could not be applied for on {1} ({2}). Please choose another type, or correct “Received On”."
            ).format(kind.label, frappe.format(doc.received_on, "Date"), kind.legal_basis),
            title=_("Type of Application"),
        )


def _row_for(row: Any, key: str, template: Any) -> Any:
    """Return the answered row under the wording in force, or a new one."""
    if row is None:
        row = frappe._dict(fulfilled=0, evidence=template.evidence, requirement_key=key)
    elif row.requirement != template.requirement and cint(row.fulfilled):
        frappe.msgprint(
            _("“{0}” is now “{1}”. Please check whether it is still fulfilled.").format(
                row.requirement, template.requirement
            ),
            alert=True,
        )
    row.update(
        {
            "requirement": template.requirement,
            "legal_basis": template.legal_basis,
            "mandatory": template.mandatory,
            "by_office": template.by_office,
        }
    )
    return row


def _let_go(row: Any) -> Any:
    row.mandatory = 0
    if not cint(row.fulfilled):
        row.shortfall = NOT_NEEDED
    return row


def _has_trace(row: Any) -> bool:
    return any(row.get(fieldname) for fieldname in TRACES)


def _tidy(row: Any) -> None:
    """What is fulfilled lacks nothing; a paper that was asked for came today at the latest."""
    if cint(row.fulfilled):
        row.shortfall = ""
        if row.requested_on and not row.received_on:
            row.received_on = nowdate()
