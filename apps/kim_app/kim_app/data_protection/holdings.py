"""Everything that is stored about one person, found by the metadata, so that a new DocType is covered by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import frappe

from kim_app.permissions.companions import CONTENT

LEFT_OUT = ("Data Subject Request", "Retention Run", "Statistic", "Deputy Arrangement")
"""Hold nothing about clients beyond the request itself."""


@dataclass(frozen=True)
class Holding:
    """One document. `rows` names the only child rows that speak of the person, None if the document is all theirs."""

    doctype: str
    name: str
    rows: tuple[str, ...] | None = None


def holdings_of(person: str) -> list[Holding]:
    """List the documents about `person`, the person's own record first. Asks no rights: callers do."""
    targets = {"Person": [person], "Case": frappe.get_all("Case", filters={"person": person}, pluck="name")}
    found = [Holding("Person", person)]
    for doctype in CONTENT:
        if doctype in LEFT_OUT:
            continue
        own = _linked(doctype, targets)
        found += [Holding(doctype, name) for name in own if (doctype, name) != ("Person", person)]
        found += [Holding(doctype, name, tuple(rows)) for name, rows in _mentioned(doctype, targets) if name not in own]
    return found + _household_of(person)


def _linked(doctype: str, targets: dict[str, list[str]]) -> list[str]:
    """Name the documents that point at the person or one of the cases themselves."""
    names: dict[str, None] = {}
    for field in frappe.get_meta(doctype).get_link_fields():
        if targets.get(field.options) and not (doctype == "Case" and field.options == "Case"):
            filters = {field.fieldname: ("in", targets[field.options])}
            names.update(dict.fromkeys(frappe.get_all(doctype, filters=filters, pluck="name")))
    return list(names)


def _mentioned(doctype: str, targets: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield documents of others with the rows that point at the person or one of the cases."""
    rows: dict[str, list[str]] = {}
    for table in frappe.get_meta(doctype).get_table_fields():
        for row in _rows(doctype, table, targets):
            rows.setdefault(row.parent, []).append(row.name)
    yield from rows.items()


def _rows(doctype: str, table: Any, targets: dict[str, list[str]]) -> Iterable[Any]:
    for field in frappe.get_meta(table.options).get_link_fields():
        if targets.get(field.options):
            of_parent = {"parenttype": doctype, "parentfield": table.fieldname}
            filters = {**of_parent, field.fieldname: ("in", targets[field.options])}
            yield from frappe.get_all(table.options, filters=filters, fields=["name", "parent"])


def _household_of(person: str) -> list[Holding]:
    household = frappe.db.get_value("Person", person, "household")
    return [Holding("Household", household)] if household else []
