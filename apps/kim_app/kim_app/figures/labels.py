"""The values of a dimension in words and in their order."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from kim_app.figures.catalogue import Field
from kim_app.permissions import readable

PERIODS = {"Month": 1, "Quarter": 3, "Year": 12}
LAST = 10**9


def in_order(field: Field, values: Iterable[Any]) -> list[tuple[Any, str]]:
    """Return the values of a field with their labels: in the order of their list, what is not given at the end.

    Labels of linked records are read in one query.
    """
    found = {value for value in values if value not in (None, "")}
    titles = _titles(field, found)
    ordered = sorted(found, key=lambda value: (titles[value][0], titles[value][1].casefold(), str(value)))
    return [(value, titles[value][1]) for value in ordered]


def period_of(month: str | None, period: str) -> str | None:
    """Return the period that a month ("2026-05") belongs to, by its first month."""
    if not month:
        return None
    year, number = map(int, month.split("-"))
    length = PERIODS[period]
    return f"{year:04}-{(number - 1) // length * length + 1:02}"


def periods_between(found: Iterable[str], period: str) -> list[tuple[str, str]]:
    """Return all periods from the first to the last one found, with labels; empty ones are not left out."""
    found = sorted(found)
    if not found:
        return []
    current, periods = found[0], []
    while current <= found[-1]:
        periods.append((current, _label_of(current, period)))
        months = int(current[:4]) * 12 + int(current[5:]) - 1 + PERIODS[period]
        current = f"{months // 12:04}-{months % 12 + 1:02}"
    return periods


def _label_of(month: str, period: str) -> str:
    if period == "Year":
        return month[:4]
    if period == "Quarter":
        return _("Q{0} {1}").format((int(month[5:]) - 1) // 3 + 1, month[:4])
    return formatdate(f"{month}-01", "MMM yyyy")


def _titles(field: Field, values: set) -> dict[Any, tuple[float, str]]:
    """Return position and label of each value."""
    if field.options == "Check":
        return {value: (float(value), _("Yes") if value else _("No")) for value in values}
    if field.values:
        return _titles_of_records(field.values, values)
    options = (field.options or "").split("\n")
    place = {option: number for number, option in enumerate(options)}
    return {value: (place.get(value, LAST), _(str(value)) if field.options else str(value)) for value in values}


def _titles_of_records(doctype: str, values: set) -> dict[Any, tuple[float, str]]:
    if doctype == "Workflow State":
        place = _order_of_states()
        return {value: (place.get(value, LAST), _(value)) for value in values}
    meta = frappe.get_meta(doctype)
    title = {"User": "full_name"}.get(doctype, meta.title_field or "name")
    order = "sort_order" if meta.has_field("sort_order") else None
    fields = ["name", title, *([order] if order else [])]
    # Who may not read a document that a shared statistic counts by is told its number alone.
    rows = frappe.get_all(doctype, filters={"name": ("in", readable(doctype, values) or [""])}, fields=fields)
    known = {row.name: (row.get(order) or 0 if order else 0, _(row.get(title) or row.name)) for row in rows}
    return {value: known.get(value, (LAST, str(value))) for value in values}


def _order_of_states() -> dict[str, int]:
    """Return the place of each state in the workflows, since a state has no order of its own."""
    rows = frappe.get_all("Workflow Document State", filters={"parenttype": "Workflow"}, fields=["state", "idx"])
    return {row.state: row.idx for row in rows}
