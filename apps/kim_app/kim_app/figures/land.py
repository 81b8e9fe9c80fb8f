"""The same rows as in KIM's own figures, under the names of the Land's database (“Datenbank KIM”): no person in it.

Which indicator is made of which statistic, and what its values are called there, is the record `Land Mapping`. Values
are known by what is stored, so that a renamed list entry or a reader's other language changes nothing.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from kim_app.figures import engine, labels
from kim_app.figures.catalogue import Field
from kim_app.figures.export import HIDDEN, safe


@dataclass
class Figure:
    """An indicator of the Land with the statistic that it is made of."""

    indicator: str
    codes: dict[tuple[str, str], str]
    rows: list[Field]
    columns: list[Field]
    measure: str
    answer: dict[str, Any]


def as_csv(protect: bool) -> bytes:
    """Return all active mappings as one table: indicator, code, column, value.

    Raises `frappe.ValidationError` that names the values without a code: the file is refused whole.
    """
    figures = [_figure_of(frappe.get_doc("Land Mapping", name), protect) for name in _active()]
    _require_codes(figures)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([_("Indicator of the Land"), _("Code of the Land"), _("Column"), _("Value")])
    for figure in figures:
        writer.writerows(_lines(figure))
    return target.getvalue().encode("utf-8-sig")


def values_of(statistic: str) -> list[dict[str, str]]:
    """Return what needs a code in a statistic: `dimension` (a field), stored `value` and `label`.

    Raises `frappe.PermissionError` for a statistic that the user may not read.
    """
    return list(_values(_figure("", statistic, {}, protect=True)))


def _active() -> list[str]:
    names = frappe.get_all("Land Mapping", filters={"active": 1}, order_by="indicator", pluck="name")
    if not names:
        frappe.throw(
            _("No indicator is mapped yet. Please enter one under “Land Mapping”."), title=_("File for the Land")
        )
    return names


def _figure_of(mapping: Any, protect: bool) -> Figure:
    codes = {(row.dimension, row.value or ""): row.land_code for row in mapping.codes if row.land_code}
    return _figure(mapping.indicator, mapping.statistic, codes, protect)


def _figure(indicator: str, statistic: str, codes: dict, protect: bool) -> Figure:
    record = frappe.get_doc("Statistic", statistic)
    record.check_permission("read")
    plan = engine.read(record)
    rows, columns = list(plan.rows.values()), list(plan.columns.values())
    return Figure(indicator, codes, rows, columns, plan.measure, engine.compute(record, protect=protect))


def _values(figure: Figure) -> Iterator[dict[str, str]]:
    for fields, keys in ((figure.rows, "row_keys"), (figure.columns, "column_keys")):
        for place, field in enumerate(fields):
            if field.kind != "date":
                found = {key[place] for key in figure.answer[keys]}
                yield from _values_of(field, found)


def _values_of(field: Field, found: set) -> Iterator[dict[str, str]]:
    for value, label in labels.in_order(field, found):
        yield {"dimension": field.name, "value": str(value), "label": label}
    if None in found:
        yield {"dimension": field.name, "value": "", "label": _("Not Specified")}


def _require_codes(figures: list[Figure]) -> None:
    gaps = [
        _("{0}: {1}").format(figure.indicator, ", ".join(missing))
        for figure in figures
        if (missing := [row["label"] for row in _values(figure) if not _code(figure, row["dimension"], row["value"])])
    ]
    if gaps:
        gaps.insert(0, _("These labels have no code of the Land yet. Please enter them under “Land Mapping”."))
        frappe.throw(gaps, title=_("File for the Land"), as_list=True)


def _lines(figure: Figure) -> Iterator[list]:
    answer = figure.answer
    hidden = {tuple(key) for key in answer["hidden"]}
    columns = [_coded(figure, figure.columns, key) or figure.measure for key in answer["column_keys"]]
    for row, key in enumerate(answer["row_keys"]):
        for column, heading in enumerate(columns):
            value = HIDDEN if ("cell", row, column) in hidden else answer["cells"][row][column]
            texts = (figure.indicator, _coded(figure, figure.rows, key), heading)
            yield [*map(safe, texts), "" if value is None else value]


def _coded(figure: Figure, fields: list[Field], key: tuple) -> str:
    """Return the codes of a row or column; a period stands for itself, by its first month."""
    parts = zip(fields, key, strict=True)
    return " · ".join(
        str(value or "") if field.kind == "date" else _code(figure, field.name, value) for field, value in parts
    )


def _code(figure: Figure, dimension: str, value: Any) -> str:
    return figure.codes.get((dimension, "" if value is None else str(value)), "")
