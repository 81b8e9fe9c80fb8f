"""What script reports have in common: columns, hidden numbers, totals, and the lists behind the numbers."""

from collections.abc import Collection, Iterable
from typing import Any

import frappe
from frappe import _

from kim_app.figures.export import HIDDEN
from kim_app.figures.suppression import Table, hidden_numbers
from kim_app.roles import COORDINATOR, STEERING_MEMBER
from kim_app.settings import setting

NUMBERS = ("Int", "Float", "Percent")
MOST = 300
"""Documents that a link to a list can name; an address has an end."""


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 150, **more: Any) -> dict[str, Any]:
    """Return a column as the framework's reports take it; `more` holds what few have, such as `options`."""
    return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def sees_figures_only() -> bool:
    """Say whether the reader is told figures of all cases and no person, with small numbers hidden."""
    return bool({COORDINATOR, STEERING_MEMBER} & set(frappe.get_roles()))


def smallest_number() -> int:
    """Return the smallest number about persons that the reader may be told; 0 for who sees the documents anyway."""
    return (setting("small_cell_internal") or 0) if sees_figures_only() else 0


def hide_small(numbers: list[int], total: int, smallest: int, adds_up: bool = True) -> tuple[list, Any]:
    """Return the numbers of a column and their total, hidden where somebody could learn of few.

    `adds_up` says whether each case stands in one row. See `kim_app.figures.suppression` for what is prevented.
    """
    table = Table([[number] for number in numbers], numbers, [total], total, rows_add_up=adds_up)
    hidden = hidden_numbers(table, smallest) or set()
    shown = [HIDDEN if {("cell", row, 0), ("row", row)} & hidden else number for row, number in enumerate(numbers)]
    return shown, HIDDEN if {("column", 0), ("total",)} & hidden else total


def hide_columns(rows: list[dict], total: dict, smallest: int, **adds_up: bool) -> None:
    """Hide small numbers in the named columns of `rows` and `total`, each column by itself."""
    for fieldname, is_sum in adds_up.items():
        numbers, whole = hide_small([row[fieldname] for row in rows], total[fieldname], smallest, is_sum)
        for row, number in zip(rows, numbers, strict=True):
            row[fieldname] = number
        total[fieldname] = whole


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
