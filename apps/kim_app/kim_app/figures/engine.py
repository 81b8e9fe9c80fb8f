"""Computes a statistic: a table of rows and columns with totals, safe to show to those who may see no person."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from kim_app.figures import labels
from kim_app.figures.catalogue import Field
from kim_app.figures.circulation import Key
from kim_app.figures.disclosure import CELLS, ROWS, Cube, Disclosure
from kim_app.figures.plan import Plan, read, require_coarse_filters
from kim_app.figures.tally import Tallies, Tally, collect
from kim_app.settings import setting

LARGEST = 4000
"""Cells of a table that somebody can still read."""
ALL = ()
NOTHING = Tally()


def check(record: Any) -> None:
    """Check a Statistic record without computing it. Raises `frappe.ValidationError` as `compute` does."""
    plan = read(record)
    if plan.about_persons and setting("small_cell_internal"):
        require_coarse_filters(plan)


def compute(record: Any, protect: bool = True) -> dict[str, Any]:
    """Compute a Statistic record in a constant number of queries, as `kim_app.api.statistic.run` answers.

    `row_keys` and `column_keys` are added: the stored values behind the labels, one for each field and period.
    With `protect`, small numbers about persons are hidden. Raises `frappe.ValidationError` as `read` does, and for
    filters that could cut out single persons.
    """
    plan = read(record)
    smallest = setting("small_cell_internal") if protect and plan.about_persons else 0
    if smallest:
        require_coarse_filters(plan)
    tallies = collect(plan, apart=bool(smallest))
    shown = (True,) * len(plan.filters) if smallest else ()
    rows = _positions(plan, plan.rows, tallies["row"][shown])
    columns = [(ALL, _(plan.measure))]
    if plan.columns:
        columns = _positions(plan, plan.columns, tallies["column"][shown])
    _require_readable(len(rows) * len(columns))
    hidden = _hidden(plan, tallies, rows, columns, smallest) if smallest else set()
    if hidden and len(hidden) == (len(rows) + 1) * (len(columns) + 1):
        return _nothing(len(hidden))
    return _answer(plan, rows, columns, {level: found[shown] for level, found in tallies.items()}, hidden)


def hidden_groups(**record: Any) -> set[tuple[tuple, tuple]] | None:
    """Return what a Statistic hides, as values of row and column (`ALL` for a total); None if that is everything.

    `record` holds the fields of a Statistic that counts documents, its `filters` as rows of field, comparison, value.
    Raises `frappe.ValidationError` as `compute` does.
    """
    filters = frappe.as_json(record.pop("filters", []))
    answer = compute(frappe._dict(record, measure="Count", filters_json=filters))
    if answer["suppressed"] and not answer["row_keys"]:
        return None
    rows, columns = answer["row_keys"], answer["column_keys"]
    found = {
        "cell": lambda row, column: (rows[row], columns[column]),
        "row": lambda row: (rows[row], ALL),
        "column": lambda column: (ALL, columns[column]),
        "total": lambda: (ALL, ALL),
    }
    return {found[kind](*places) for kind, *places in answer["hidden"]}


def _nothing(hidden: int) -> dict[str, Any]:
    """Answer where every number is hidden: then the labels alone would tell who there is."""
    lists = ("row_labels", "row_keys", "column_labels", "column_keys", "cells", "row_totals", "column_totals")
    total = {"total": None, "suppressed": hidden, "hidden": [["total"]], "notes": [too_few()]}
    return {**{name: [] for name in lists}, **total}


def too_few() -> str:
    """Say why nothing of a table can be shown."""
    return _("There are so few persons behind this figure that nothing of it can be shown.")


def _require_readable(cells: int) -> None:
    if cells > LARGEST:
        frappe.throw(_("This table would have more than {0} cells. Please set a filter.").format(LARGEST))


def _hidden(plan: Plan, tallies: Tallies, rows: list, columns: list, smallest: int) -> set[Key]:
    """Return the keys to hide, by the places that rows and columns have in the answer."""
    every, asked = (None,) * len(plan.filters), (True,) * len(plan.filters)
    row_keys, column_keys = (sorted(tallies[level][every], key=_in_any_language) for level in ("row", "column"))
    if len(row_keys) * len(column_keys) << max(0, len(plan.filters) - 1) > LARGEST:
        frappe.throw(
            _("Without its filters this table would have more than {0} cells. Please choose longer periods.").format(
                LARGEST
            )
        )
    parts = (tallies, row_keys, column_keys, (plan.rows_add_up, plan.columns_add_up))
    disclosure = Disclosure(Cube(*parts), len(plan.filters), smallest)
    if plan.measure != "Count":
        disclosure = Disclosure(Cube(*parts, measured=True), len(plan.filters), smallest, counted=disclosure)
    row_places, column_places = _places(row_keys, rows), _places(column_keys, columns)
    moved = (
        _moved(key, row_places, column_places) for key in disclosure.hidden(CELLS if plan.columns else ROWS, asked)
    )
    return {key for key in moved if None not in key}


def _in_any_language(key: tuple) -> tuple:
    """Sort keys alike for every reader, since the order decides what is hidden beside the small numbers."""
    return tuple((value is None, str(value)) for value in key)


def _places(keys: list[tuple], positions: list[tuple[tuple, str]]) -> dict[int, int]:
    place = {key: number for number, (key, _label) in enumerate(positions)}
    return {number: place[key] for number, key in enumerate(keys) if key in place}


def _moved(key: Key, rows: dict[int, int], columns: dict[int, int]) -> Key:
    """Return a key with the places of the answer; None stands for a row or column that it does not have."""
    kind, *numbers = key
    maps = {"cell": (rows, columns), "row": (rows,), "column": (columns,), "total": ()}[kind]
    return (kind, *(places.get(number) for places, number in zip(maps, numbers, strict=True)))


def _positions(plan: Plan, keys: dict[str, Field], groups: Iterable[tuple]) -> list[tuple[tuple, str]]:
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


def _answer(plan: Plan, rows: list, columns: list, groups: dict, hidden: set[Key]) -> dict[str, Any]:
    """Put the groups in their places, without what is hidden."""

    def shown(key: Key, level: str, values: tuple) -> float | None:
        return None if key in hidden else groups[level].get(values, NOTHING).value(plan.measure)

    return {
        "row_labels": [label for _k, label in rows],
        "row_keys": [key for key, _l in rows],
        "column_labels": [label for _k, label in columns],
        "column_keys": [key for key, _l in columns],
        "cells": [
            [shown(("cell", i, j), "cell", (*row, *column)) for j, (column, _c) in enumerate(columns)]
            for i, (row, _r) in enumerate(rows)
        ],
        "row_totals": [shown(("row", i), "row", key) for i, (key, _l) in enumerate(rows)],
        "column_totals": [shown(("column", j), "column", key) for j, (key, _l) in enumerate(columns)],
        "total": shown(("total",), "total", ALL),
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
