"""Computes a statistic: a table of rows and columns with totals, safe to show to those who may see no person."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from kim_app.figures import labels
from kim_app.figures.catalogue import ABOUT_PERSONS, MAIN_DATES, Field, field_of, require_subject
from kim_app.figures.query import Documents, read_filters
from kim_app.figures.suppression import Table, hidden_numbers
from kim_app.settings import setting

LARGEST = 4000
"""Cells of a table that somebody can still read."""
ALL = ()


@dataclass
class Plan:
    """What a Statistic record asks for, checked: its fields by the names that the queries give them."""

    doctype: str
    rows: dict[str, Field]
    columns: dict[str, Field]
    period: str
    measure: str
    values: dict[str, Field]
    filters: list[list]

    @property
    def rows_add_up(self) -> bool:
        """Say whether each document stands in one row."""
        return not any(field.multiple for field in self.rows.values())

    @property
    def columns_add_up(self) -> bool:
        """Say whether each document stands in one column."""
        return not any(field.multiple for field in self.columns.values())


@dataclass
class Group:
    """The figure of a group of documents, and of how many it is made."""

    number: int = 0
    value: float | None = None


def read(record: Any) -> Plan:
    """Check a Statistic record. Raises `frappe.ValidationError` that names what cannot be computed."""
    require_subject(record.document_type)
    doctype = record.document_type
    row = field_of(doctype, record.row_field, "choice", "date")
    columns = {}
    if record.column_field:
        columns["column"] = field_of(doctype, record.column_field, "choice", "date")
    has_date = any(field.kind == "date" for field in columns.values())
    if (record.column_period and not has_date) or record.get("period_field"):
        date = record.get("period_field") or MAIN_DATES[doctype]
        columns["period"] = field_of(doctype, date, "date")
    filters = read_filters(doctype, record.filters_json)
    period = record.column_period or "Year"
    return Plan(doctype, {"row": row}, columns, period, record.measure, _values(record), filters)


def compute(record: Any, protect: bool = True) -> dict[str, Any]:
    """Compute a Statistic record in a constant number of queries, as `kim_app.api.statistic.run` answers.

    `row_keys` and `column_keys` are added: the stored values behind the labels, one for each field and period.
    With `protect`, small numbers about persons are hidden. Raises `frappe.ValidationError` as `read` does.
    """
    plan = read(record)
    groups = _by_days(plan) if plan.measure == "Median Days" else _by_database(plan)
    rows = _positions(plan, plan.rows, groups["row"])
    columns = _positions(plan, plan.columns, groups["column"]) if plan.columns else [(ALL, _measure_label(plan))]
    if len(rows) * len(columns) > LARGEST:
        frappe.throw(_("This table would have more than {0} cells. Please set a filter.").format(LARGEST))
    smallest = setting("small_cell_internal") if protect and plan.doctype in ABOUT_PERSONS else 0
    return _answer(plan, rows, columns, groups, smallest)


def _values(record: Any) -> dict[str, Field]:
    doctype, measure = record.document_type, record.measure
    if measure == "Count":
        return {}
    if measure == "Median Days":
        names = {"since": record.measure_field, "until": record.until_field}
        kind = "date"
    else:
        names, kind = {"value": record.measure_field}, "number"
    if not all(names.values()):
        frappe.throw(_("Please choose what is measured."), title=_("Statistic"))
    return {key: field_of(doctype, name, kind) for key, name in names.items()}


def _by_database(plan: Plan) -> dict[str, dict[tuple, Group]]:
    """Group by rows and columns, by rows, by columns, and not at all: four queries."""
    documents, value = Documents(plan.doctype, plan.filters), plan.values.get("value")
    wanted = {"cell": {**plan.rows, **plan.columns}, "row": plan.rows, "column": plan.columns, "total": {}}
    groups = {}
    for name, keys in wanted.items():
        found: dict[tuple, list[dict]] = defaultdict(list)
        for row in documents.grouped(keys, value):
            found[_key(plan, keys, row)].append(row)
        groups[name] = {key: _group(plan, several) for key, several in found.items()}
    return groups


def _group(plan: Plan, rows: list[dict]) -> Group:
    """Put together the months of a period."""
    number = sum(row.number for row in rows)
    total = sum(row.get("sum") or 0 for row in rows)
    if plan.measure == "Count":
        return Group(number, number)
    if plan.measure == "Sum":
        return Group(number, round(float(total), 2))
    return Group(number, round(float(total) / number, 2) if number else None)


def _by_days(plan: Plan) -> dict[str, dict[tuple, Group]]:
    """Take the medians here, since databases have none in common; one query."""
    every = {**plan.rows, **plan.columns}
    wanted = {"cell": every, "row": plan.rows, "column": plan.columns, "total": {}}
    found: dict[str, dict[tuple, dict[str, int]]] = {name: defaultdict(dict) for name in wanted}
    for row in Documents(plan.doctype, plan.filters).rows(every, plan.values):
        for name, keys in wanted.items():
            days = found[name][_key(plan, keys, row)]
            if row.since and row.until:
                days[row.doc] = (getdate(row.until) - getdate(row.since)).days
    return {name: {key: _median(days) for key, days in groups.items()} for name, groups in found.items()}


def _median(days: dict[str, int]) -> Group:
    return Group(len(days), median(days.values()) if days else None)


def _key(plan: Plan, keys: dict[str, Field], row: dict) -> tuple:
    """Return the values of a group; empty texts are the same as nothing, months become their period."""
    parts = []
    for key, field in keys.items():
        value = row[key]
        parts.append(labels.period_of(value, plan.period) if field.kind == "date" else value if value != "" else None)
    return tuple(parts)


def _positions(plan: Plan, keys: dict[str, Field], groups: dict[tuple, Group]) -> list[tuple[tuple, str]]:
    """Return the keys of rows or columns in their order, with labels."""
    positions: list[tuple[tuple, str]] = [(ALL, "")]
    for place, field in enumerate(keys.values()):
        values = {key[place] for key in groups}
        ordered = _ordered(plan, field, values)
        if None in values:
            ordered.append((None, _("Not Specified")))
        positions = [
            ((*key, value), f"{label} · {more}" if label else more)
            for key, label in positions
            for value, more in ordered
        ]
    return positions


def _ordered(plan: Plan, field: Field, values: set) -> list[tuple[Any, str]]:
    if field.kind == "date":
        return labels.periods_between(filter(None, values), plan.period)
    return labels.in_order(field, values)


def _answer(plan: Plan, rows: list, columns: list, groups: dict, smallest: int) -> dict[str, Any]:
    """Put the groups in their places and hide what must be hidden."""
    nothing = Group(0, None if plan.measure in ("Average", "Median Days") else 0)
    cells = [[groups["cell"].get((*row, *column), nothing) for column, _l in columns] for row, _l in rows]
    row_totals = [groups["row"].get(row, nothing) for row, _l in rows]
    column_totals = [groups["column"].get(column, nothing) for column, _l in columns]
    total = groups["total"].get(ALL, nothing)
    table = Table(
        [[cell.number for cell in line] for line in cells],
        [group.number for group in row_totals],
        [group.number for group in column_totals],
        total.number,
        plan.rows_add_up,
        plan.columns_add_up,
    )
    hidden = hidden_numbers(table, smallest) or set()
    shown: Callable = lambda key, group: None if key in hidden else group.value  # noqa: E731
    return {
        "row_labels": [label for _k, label in rows],
        "row_keys": [key for key, _l in rows],
        "column_labels": [label for _k, label in columns],
        "column_keys": [key for key, _l in columns],
        "cells": [[shown(("cell", i, j), cell) for j, cell in enumerate(line)] for i, line in enumerate(cells)],
        "row_totals": [shown(("row", i), group) for i, group in enumerate(row_totals)],
        "column_totals": [shown(("column", j), group) for j, group in enumerate(column_totals)],
        "total": shown(("total",), total),
        "suppressed": len(hidden),
        "hidden": sorted(list(key) for key in hidden),
        "notes": _notes(plan, bool(hidden)),
    }


def _notes(plan: Plan, hidden: bool) -> list[str]:
    """Say in words what a reader must know about the table."""
    notes = []
    for field in (*plan.rows.values(), *plan.columns.values()):
        if field.multiple:
            notes.append(
                _("“{0}” may have several values: one document counts in each, and once in the total.").format(
                    field.label
                )
            )
    if hidden:
        notes.append(_("Small numbers are hidden, and others from which they could be computed."))
    return notes


def _measure_label(plan: Plan) -> str:
    return _(plan.measure)
