"""The same rows as in KIM's own figures, under the names of the Land's database (“Datenbank KIM”): no person in it.

Which indicator is made of which statistic, and what its rows are called there, is the record `Land Mapping`.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from kim_app.figures import engine
from kim_app.figures.export import HIDDEN, safe


def as_csv(protect: bool) -> bytes:
    """Return all active mappings as one table: indicator, code, column, value.

    Raises `frappe.ValidationError` that names the labels without a code: the file is refused whole.
    """
    mappings = [frappe.get_doc("Land Mapping", name) for name in _active()]
    answers = [_answer(mapping, protect) for mapping in mappings]
    _require_codes(mappings, answers)
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([_("Indicator of the Land"), _("Code of the Land"), _("Column"), _("Value")])
    for mapping, answer in zip(mappings, answers, strict=True):
        writer.writerows(_lines(mapping, answer))
    return target.getvalue().encode("utf-8-sig")


def _active() -> list[str]:
    names = frappe.get_all("Land Mapping", filters={"active": 1}, order_by="indicator", pluck="name")
    if not names:
        frappe.throw(
            _("No indicator is mapped yet. Please enter one under “Land Mapping”."), title=_("File for the Land")
        )
    return names


def _answer(mapping: Any, protect: bool) -> dict[str, Any]:
    """Compute a statistic that the current user may read. Raises `frappe.PermissionError` for another's."""
    statistic = frappe.get_doc("Statistic", mapping.statistic)
    statistic.check_permission("read")
    return engine.compute(statistic, protect=protect)


def _require_codes(mappings: list, answers: list[dict]) -> None:
    gaps = [
        _("{0}: {1}").format(mapping.indicator, ", ".join(missing))
        for mapping, answer in zip(mappings, answers, strict=True)
        if (missing := [label for label in answer["row_labels"] if label not in _codes(mapping)])
    ]
    if gaps:
        gaps.insert(0, _("These labels have no code of the Land yet. Please enter them under “Land Mapping”."))
        frappe.throw(gaps, title=_("File for the Land"), as_list=True)


def _lines(mapping: Any, answer: dict[str, Any]) -> Iterator[list]:
    codes, hidden = _codes(mapping), {tuple(key) for key in answer["hidden"]}
    for row, label in enumerate(answer["row_labels"]):
        for column, heading in enumerate(answer["column_labels"]):
            value = HIDDEN if ("cell", row, column) in hidden else answer["cells"][row][column]
            texts = (mapping.indicator, codes[label], codes.get(heading, heading))
            yield [*map(safe, texts), "" if value is None else value]


def _codes(mapping: Any) -> dict[str, str]:
    return {row.label: row.land_code for row in mapping.codes}
