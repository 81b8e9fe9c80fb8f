"""What a Statistic record asks for, checked."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, get_first_day, getdate

from kim_app.figures.catalogue import ABOUT_PERSONS, MAIN_DATES, Field, field_of, require_subject
from kim_app.figures.query import as_days, read_filters

MOST_FILTERS = 4
"""Each filter is a further way to compare two tables, and all of them together are checked."""
FIRST_DAY, LAST_DAY = (">=", "<"), ("<=", ">")


@dataclass
class Plan:
    """The fields of a statistic by the names that the queries give them."""

    doctype: str
    rows: dict[str, Field]
    columns: dict[str, Field]
    period: str
    measure: str
    values: dict[str, Field]
    filters: list[list]

    @property
    def levels(self) -> dict[str, dict[str, Field]]:
        """Return by what documents are grouped: for cells, for the totals of rows and columns, and for all."""
        return {"cell": {**self.rows, **self.columns}, "row": self.rows, "column": self.columns, "total": {}}

    @property
    def about_persons(self) -> bool:
        """Say whether small numbers could tell of single persons."""
        return self.doctype in ABOUT_PERSONS

    @property
    def rows_add_up(self) -> bool:
        """Say whether each document stands in one row."""
        return not any(field.multiple for field in self.rows.values())

    @property
    def columns_add_up(self) -> bool:
        """Say whether each document stands in one column."""
        return not any(field.multiple for field in self.columns.values())


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
    # What is hidden must not depend on the order in which filters were entered.
    filters = sorted(read_filters(doctype, record.filters_json), key=lambda row: row[0])
    period = record.column_period or "Year"
    return Plan(doctype, {"row": row}, columns, period, record.measure, _values(record), filters)


def require_coarse_filters(plan: Plan) -> None:
    """Refuse filters with which single persons could be cut out of a figure: many of them, or single days.

    Raises `frappe.ValidationError` that says what to choose instead.
    """
    if len(plan.filters) > MOST_FILTERS:
        frappe.throw(
            _("Figures about persons have at most {0} filters. Please remove some.").format(MOST_FILTERS),
            title=_("Filters"),
        )
    for fieldname, operator, value in plan.filters:
        field = field_of(plan.doctype, fieldname, "choice", "date", "number")
        if field.kind == "date" and not _whole_months(*as_days(operator, value)):
            frappe.throw(
                _(
                    "“{0}” of figures about persons is filtered by whole months: from the first day of a month, or "
                    "up to the last one. Single days could tell of single persons."
                ).format(field.label),
                title=_("Filters"),
            )


def _whole_months(operator: str, value: Any) -> bool:
    if operator == "between":
        since, until = value.split(",") if isinstance(value, str) else value
        return _is_first(since) and _is_last(until)
    if operator in (*FIRST_DAY, *LAST_DAY):
        return _is_first(value) if operator in FIRST_DAY else _is_last(value)
    return operator == "is"


def _is_first(day: Any) -> bool:
    return getdate(day) == get_first_day(day)


def _is_last(day: Any) -> bool:
    return _is_first(add_days(getdate(day), 1))


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
