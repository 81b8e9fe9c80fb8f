"""Whose time is over: the documents that a Retention Rule names on a given day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import add_months, getdate

from kim_app.data_protection.anonymise import is_clean

LIMIT = 500
"""Documents of one rule in one run; the next night brings the next ones."""
ENDED = {"Case": ("Closed", "Declined"), "Application": ("Granted", "Refused", "Withdrawn", "Discontinued",
                                                        "Certificate Handed Over")}  # fmt: skip


@dataclass(frozen=True)
class Due:
    """A document whose time is over since the day `since`, by the rule `rule`."""

    doctype: str
    name: str
    rule: str
    since: date
    action: str


def documents_due(day: date) -> list[Due]:
    """List what the active rules name on `day`; persons with an open case or application are left out."""
    rules = frappe.get_all("Retention Rule", filters={"active": 1}, fields=["*"], order_by="name")
    return [due for rule in rules for due in _due_by(rule, day)]


def held_back_by(doctype: str, name: str) -> str | None:
    """Name an open case or application of the person whom the document is about, or None.

    Consents, disclosures and logs have a time of their own; only content of cases and identity is held back.
    """
    person = _person_of(doctype, name)
    if not person or doctype not in ("Person", "Case", "Contact Note", "Application"):
        return None
    for other, ended in ENDED.items():
        filters = {"person": person, "workflow_state": ("not in", ended)}
        if found := frappe.get_all(other, filters=filters, pluck="name", limit=1):
            return found[0]
    return None


def _due_by(rule: Any, day: date) -> Iterator[Due]:
    cutoff = getdate(add_months(day, -rule.months))
    for name, start in _candidates(rule, cutoff):
        if _left(rule, name) and not held_back_by(rule.document_type, name):
            since = getdate(add_months(getdate(start), rule.months))
            yield Due(rule.document_type, name, rule.name, since, rule.action)


def _candidates(rule: Any, cutoff: date) -> list[tuple]:
    """Query name and start of the period, the oldest first."""
    table = frappe.qb.DocType(rule.document_type)
    query = frappe.qb.from_(table)
    if rule.from_field == "state_history":
        period = frappe.qb.DocType("State Period")
        query = query.join(period).on((period.parent == table.name) & (period.parenttype == rule.document_type))
        query, start = query.where(period.left_on.isnull()), period.entered_on
    elif "." in rule.from_field:
        link, field = rule.from_field.split(".")
        linked = frappe.qb.DocType(frappe.get_meta(rule.document_type).get_field(link).options)
        query, start = query.join(linked).on(linked.name == table[link]), linked[field]
    else:
        start = table[rule.from_field]
    if rule.state:
        query = query.where(table.workflow_state == rule.state)
    query = query.where(start.isnotnull() & (start < cutoff))
    return query.select(table.name, start).orderby(start).limit(LIMIT).run()


def _left(rule: Any, name: str) -> bool:
    """Say whether there is anything left to do at the document."""
    if rule.action == "Delete":
        return True
    if rule.document_type == "Person" and _has_documents(name):
        return False
    return not is_clean(frappe.get_doc(rule.document_type, name))


def _has_documents(person: str) -> bool:
    return any(frappe.db.exists(doctype, {"person": person}) for doctype in ENDED)


def _person_of(doctype: str, name: str) -> str | None:
    if doctype == "Person":
        return name
    return frappe.db.get_value(doctype, name, "person") if frappe.get_meta(doctype).has_field("person") else None
