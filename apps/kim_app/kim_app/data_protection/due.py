"""Whose time is over: the documents that a Retention Rule names on a given day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import add_months, getdate

from kim_app.applications.states import FINAL as APPLICATION_ENDED
from kim_app.cases.review import ENDED as CASE_ENDED
from kim_app.data_protection.anonymise import left_in

LIMIT = 500
"""Documents of one rule in one run; the next night brings the next ones."""
ENDED = {"Case": CASE_ENDED, "Application": APPLICATION_ENDED}
HELD_BACK = ("Person", "Case", "Contact Note", "Application")
"""Content of cases and identity; consents, disclosures and logs have a time of their own."""


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

    What is known of a person without a case belongs to the case of the family.
    """
    person = _person_of(doctype, name) if doctype in HELD_BACK else None
    if not person:
        return None
    persons = [person, *_family_of(person)] if doctype == "Person" else [person]
    for other, ended in ENDED.items():
        filters = {"person": ("in", persons), "workflow_state": ("not in", ended)}
        if found := frappe.get_all(other, filters=filters, pluck="name", limit=1):
            return found[0]
    return None


def _due_by(rule: Any, day: date) -> Iterator[Due]:
    cutoff = getdate(add_months(day, -rule.months))
    for name, start in _candidates(rule, cutoff):
        since = getdate(add_months(getdate(start), rule.months))
        yield Due(rule.document_type, name, rule.name, since, rule.action)


def _candidates(rule: Any, cutoff: date) -> list[tuple]:
    """Query name and start of the period, the oldest first.

    What was done before or must wait is left out here: else it would fill the list, and nothing new would come.
    """
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
    for criterion in _conditions(rule, table):
        query = query.where(criterion)
    return query.select(table.name, start).orderby(start, table.name).limit(LIMIT).run()


def _conditions(rule: Any, table: Any) -> Iterator[Any]:
    """Yield what else must hold: something is left to do, nothing of the person is open, a family has no documents."""
    if rule.action != "Delete":
        yield left_in(table, frappe.get_meta(rule.document_type))
    if rule.document_type not in HELD_BACK:
        return
    person = table.name if rule.document_type == "Person" else table.person
    for other, ended in ENDED.items():
        document = frappe.qb.DocType(other)
        holding = frappe.qb.from_(document).select(document.person).where(document.person.isnotnull())
        if rule.document_type != "Person":
            holding = holding.where(document.workflow_state.isnull() | document.workflow_state.notin(ended))
        yield person.isnull() | person.notin(holding)
        if rule.document_type == "Person":
            yield from _without_family(table, holding)


def _without_family(person: Any, holding: Any) -> Iterator[Any]:
    """Yield the criteria for persons who are no relatives of persons in `holding`, and live with none of them."""
    relation, member = frappe.qb.DocType("Family Relation"), frappe.qb.DocType("Person")
    relatives = frappe.qb.from_(relation).select(relation.relative)
    yield person.name.notin(relatives.where(relation.relative.isnotnull() & relation.parent.isin(holding)))
    households = frappe.qb.from_(member).select(member.household)
    households = households.where((member.household != "") & member.name.isin(holding))
    yield person.household.isnull() | person.household.notin(households)


def _family_of(person: str) -> list[str]:
    household = frappe.db.get_value("Person", person, "household")
    members = frappe.get_all("Person", filters={"household": household}, pluck="name") if household else []
    return members + frappe.get_all("Family Relation", filters={"parent": person}, pluck="relative")


def _person_of(doctype: str, name: str) -> str | None:
    if doctype == "Person":
        return name
    return frappe.db.get_value(doctype, name, "person") if frappe.get_meta(doctype).has_field("person") else None
