"""The table of a statistic as a file. Texts that a spreadsheet would take for a formula are kept as text."""

import csv
import io
from typing import Any

import frappe
from frappe import _
from frappe.utils import fmt_money, format_datetime, now_datetime
from frappe.utils.pdf import get_pdf
from frappe.utils.xlsxutils import make_xlsx

from kim_app.figures import labels, words
from kim_app.figures.catalogue import Field, field_of
from kim_app.permissions import readable
from kim_app.roles import ROLES
from kim_app.settings import setting

HIDDEN = "•"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PAGE = "templates/figures/statistic.html"
WIDEST = 11
"""Columns of numbers that fit on a page in landscape."""
MOST = 500
"""Choices of a filter; longer lists hold nothing that one would filter by."""


def lines(record: Any, answer: dict[str, Any]) -> list[list]:
    """Return the table with labels and totals; hidden numbers are marked."""
    hidden = {tuple(key) for key in answer["hidden"]}

    def mark(key: tuple, value: Any) -> Any:
        return HIDDEN if key in hidden else "" if value is None else value

    with_columns = bool(record.column_field or record.column_period)
    rows_by = field_of(record.document_type, record.row_field, "choice", "date").label
    head = [rows_by, *answer["column_labels"], *([_("Total")] if with_columns else [])]
    table = [[safe(text) for text in head]]
    for number, label in enumerate(answer["row_labels"]):
        cells = [mark(("cell", number, column), value) for column, value in enumerate(answer["cells"][number])]
        total = [mark(("row", number), answer["row_totals"][number])] if with_columns else []
        table.append([safe(label), *cells, *total])
    totals = [mark(("column", column), value) for column, value in enumerate(answer["column_totals"])]
    grand = [mark(("total",), answer["total"])] if with_columns else []
    return [*table, [_("Total"), *totals, *grand]]


def safe(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(record: Any, answer: dict[str, Any]) -> bytes:
    """Return the table as CSV that German spreadsheets open with umlauts."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([*lines(record, answer), *([safe(note)] for note in _remarks(record, answer))])
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(record: Any, answer: dict[str, Any]) -> bytes:
    """Return the table as a workbook."""
    rows = [*lines(record, answer), *([safe(note)] for note in _remarks(record, answer))]
    return make_xlsx(rows, _("Statistic")).getvalue()


def as_pdf(record: Any, answer: dict[str, Any]) -> bytes:
    """Return the table as a page for print."""
    page = frappe.render_template(
        PAGE,
        {
            "title": record.title,
            "tables": _side_by_side([[_shown(value) for value in line] for line in lines(record, answer)]),
            "filters": words.of_filters(record),
            "notes": answer["notes"],
            "municipality": setting("municipality"),
            "printed_on": format_datetime(now_datetime()),
            "mark": HIDDEN if answer["suppressed"] else None,
        },
    )
    return get_pdf(page, {"orientation": "Landscape" if len(answer["column_labels"]) > 5 else "Portrait"})


def _remarks(record: Any, answer: dict[str, Any]) -> list[str]:
    """Return what stands below the table: notes, what was counted, and of which day the figures are."""
    filters = words.of_filters(record)
    counted = f"{_('Filters')}: {'; '.join(filters)}" if filters else None
    title = f"{record.title} ({_(record.document_type)}, {_(record.measure)}), {format_datetime(now_datetime())}"
    return [remark for remark in (*answer["notes"], counted, title) if remark]


def _side_by_side(table: list[list]) -> list[list[list]]:
    """Cut a table into parts that are no wider than a page; each repeats the labels of its rows."""
    width = len(table[0]) - 1
    parts = -(-width // WIDEST)
    each = -(-width // parts)
    return [[[line[0], *line[start : start + each]] for line in table] for start in range(1, width + 1, each)]


def filename(record: Any) -> str:
    """Return a name for the file that no system stumbles over."""
    return frappe.scrub("".join(char if char.isalnum() else " " for char in record.title).strip()) or "statistic"


def choices(field: Field) -> list[dict]:
    """Return the values that a field can have, with labels."""
    if field.options == "Check":
        values: list[Any] = [0, 1]
    elif field.values:
        values = readable(field.values, frappe.get_all(field.values, _states_of(field), pluck="name", limit=MOST))
    else:
        values = [option for option in (field.options or "").split("\n") if option]
    return [{"value": value, "label": label} for value, label in labels.in_order(field, values)]


def _states_of(field: Field) -> dict:
    if field.values == "Workflow State":
        workflow = frappe.db.get_value("Workflow", {"document_type": field.doctype, "is_active": 1})
        rows = frappe.get_all("Workflow Document State", {"parent": workflow}, pluck="state") if workflow else []
        return {"name": ("in", rows or [""])}
    if field.values == "User":
        rows = frappe.get_all("Has Role", {"role": ("in", ROLES), "parenttype": "User"}, pluck="parent")
        return {"name": ("in", rows or [""])}
    return {}


def _shown(value: Any) -> Any:
    return value if isinstance(value, str | int) else fmt_money(value, precision=1)
