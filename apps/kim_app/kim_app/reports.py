"""What script reports have in common: columns, hidden numbers, totals, and the lists behind the numbers."""

from collections.abc import Collection, Iterable
from typing import Any

import frappe
from frappe import _

from kim_app.figures import engine
from kim_app.figures.export import HIDDEN
from kim_app.figures.suppression import Group, counted_rows, hidden_numbers
from kim_app.roles import COORDINATOR, STEERING_MEMBER
from kim_app.settings import setting

NUMBERS = ("Int", "Float", "Percent")
MOST = 2000
"""Documents whose names are sent along with a number."""


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 150, **more: Any) -> dict[str, Any]:
    """Return a column as the framework's reports take it; `more` holds what few have, such as `options`.

    `counts` names the DocType whose documents the numbers of a column count: their list opens from each number.
    """
    return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def sees_figures_only() -> bool:
    """Say whether the reader is told figures of all cases and no person, with small numbers hidden."""
    return bool({COORDINATOR, STEERING_MEMBER} & set(frappe.get_roles()))


def smallest_number() -> int:
    """Return the smallest number about persons that the reader may be told; 0 for who sees the documents anyway."""
    return (setting("small_cell_internal") or 0) if sees_figures_only() else 0


def hide_small(groups: list[Group], everything: Group, smallest: int, adds_up: bool = True) -> tuple[list, Any]:
    """Count the documents of each group, and all of them; hide a number where somebody could learn of few persons.

    Documents are given by their persons. `adds_up` says whether each document stands in one row. See
    `kim_app.figures.suppression` for what is prevented.
    """
    table = counted_rows(groups, everything, rows_add_up=adds_up)
    hidden = hidden_numbers(table, smallest)
    shown = [HIDDEN if {("cell", row, 0), ("row", row)} & hidden else n for row, n in enumerate(table.row_totals)]
    return shown, HIDDEN if {("column", 0), ("total",)} & hidden else table.total


def hide_columns(rows: list[dict], total: dict, smallest: int, **adds_up: bool) -> None:
    """Put numbers in the place of the groups of the named columns of `rows` and `total`, each column by itself.

    A group holds the person of each of its documents, as `hide_small` takes it.
    """
    for fieldname, is_sum in adds_up.items():
        numbers, whole = hide_small([row[fieldname] for row in rows], total[fieldname], smallest, is_sum)
        for row, number in zip(rows, numbers, strict=True):
            row[fieldname] = number
        total[fieldname] = whole


def hide_as_statistic(rows: list[dict], total: dict, fieldname: str, key: str, **record: Any) -> None:
    """Hide in a column what a Statistic of the same documents hides, so that nobody learns from the two together.

    `record` holds what such a Statistic stores; each row has the value of its `row_field` in `key`.
    """
    hidden = engine.hidden_groups(**record)
    for row in rows:
        if hidden is None or ((row[key],), ()) in hidden:
            row[fieldname] = HIDDEN
    if hidden is None or ((), ()) in hidden:
        total[fieldname] = HIDDEN


def largest_first(number: Any, label: str) -> tuple:
    """Return what a row is sorted by: its place among the others must not tell a number that is hidden."""
    return (number == HIDDEN, 0 if number == HIDDEN else -number, label)


def follow(rows: Iterable[dict], counted: str, *measures: str) -> None:
    """Hide the measures of each row whose number of cases is hidden."""
    for row in rows:
        if row[counted] == HIDDEN:
            row.update(dict.fromkeys(measures, HIDDEN))


def finished(columns: list[dict], rows: list[dict], total: dict | None = None) -> tuple[list[dict], list[dict]]:
    """Return columns and rows with the total below; a column that holds a hidden number is text, or it would say 0."""
    first = columns[0]["fieldname"]
    everything = [*rows, {**total, first: _("Total"), "bold": 1}] if total and rows else rows
    for each in columns:
        if each["fieldtype"] in NUMBERS and any(row.get(each["fieldname"]) == HIDDEN for row in everything):
            each.update(fieldtype="Data", align="right")
    return columns, everything


def note(rows: list[dict], *sentences: str) -> str:
    """Return the message above a report: what its figures mean, and that some are hidden."""
    hidden = any(value == HIDDEN for row in rows for value in row.values())
    last = [_("Small numbers are hidden, and others from which they could be computed.")] if hidden else []
    return " ".join([*sentences, *last])


def for_chart(rows: Iterable[dict], fieldname: str) -> list[Any]:
    """Return the figures of a chart; what is hidden has no bar."""
    return [0 if row[fieldname] in (HIDDEN, None) else row[fieldname] for row in rows]


def behind(doctype: str, names: Collection[str]) -> dict[str, Any] | None:
    """Name the documents behind a number, for a link to their list; None for who may read none of that kind.

    The list asks for the reader's rights by itself; only give names that the reader may see.
    """
    if not names or len(names) > MOST or not frappe.has_permission(doctype, "read"):
        return None
    return {"doctype": doctype, "names": sorted(names)}


def summary(label: str, doctype: str, names: Collection[str], indicator: str) -> dict[str, Any]:
    """Return a number for the head of a report, with the documents that it counts."""
    return {
        "value": len(names),
        "label": label,
        "datatype": "Int",
        "indicator": indicator,
        "counts": doctype,
        "behind": behind(doctype, names),
    }
