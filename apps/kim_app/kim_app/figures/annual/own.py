"""A municipality's own Statistic as a table of the annual report."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from kim_app.figures import engine, labels
from kim_app.figures.annual.facts import COUNT, MEDIAN, SUM, Fact, Figure, Year
from kim_app.figures.catalogue import ABOUT_PERSONS, MAIN_DATES
from kim_app.figures.query import Documents

MEASURES = (COUNT, SUM, MEDIAN)


def figure_of(statistic: str | None) -> Figure | None:
    """Return a statistic as a figure: its rows, with the years as columns; None if it is not there any more.

    Its own columns give way to the years, its filters stay. Raises `frappe.ValidationError` for an average, and for
    what no figures can be made of.
    """
    if not statistic or not frappe.db.exists("Statistic", statistic):
        return None
    record = frappe.get_doc("Statistic", statistic)
    require_usable(record)
    plan = engine.read(record)
    row, day = plan.rows["row"], record.get("period_field") or MAIN_DATES[record.document_type]

    def facts(year: Year) -> Iterable[Fact]:
        documents = Documents(plan.doctype, [*plan.filters, year.within(day)])
        for found in documents.rows(plan.rows, plan.values):
            yield Fact(None if found.row == "" else found.row, found.doc, _value(found))

    return Figure(
        record.title,
        record.document_type,
        facts,
        lambda keys: labels.in_order(row, keys),
        measure=plan.measure,
        about_persons=plan.doctype in ABOUT_PERSONS,
        listed=plan.doctype,
    )


def require_usable(record: Any) -> None:
    """Refuse a statistic that cannot stand in the report. Raises `frappe.ValidationError`."""
    row_is_date = engine.read(record).rows["row"].kind == "date"
    if record.measure not in MEASURES or row_is_date:
        frappe.throw(
            _(
                "“{0}” cannot stand in the annual report: its rows must be no dates, and it must not be an average."
            ).format(record.title),
            title=_("Annual Report"),
        )


def _value(row: Any) -> float | None:
    if row.get("since") and row.get("until"):
        return (frappe.utils.getdate(row.until) - frappe.utils.getdate(row.since)).days
    return row.get("value")
