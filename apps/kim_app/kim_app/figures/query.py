"""The database queries of a statistic: documents grouped by their dimensions, filtered as in a list."""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Min, Substring, Sum
from frappe.utils.data import get_timespan_date_range

from kim_app.figures.catalogue import Field, field_of

MONTH = len("2026-01")
END_OF_DAY = "23:59:59.999999"
OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda term, value: term == value,
    "!=": lambda term, value: (term != value) | term.isnull(),
    ">": lambda term, value: term > value,
    "<": lambda term, value: term < value,
    ">=": lambda term, value: term >= value,
    "<=": lambda term, value: term <= value,
    "in": lambda term, value: term.isin(many(value)),
    "not in": lambda term, value: term.notin(many(value)) | term.isnull(),
    "between": lambda term, value: term[many(value)[0] : many(value)[1]],
}
NEGATIONS = {"!=": "=", "not in": "in"}
TIMESPAN = "timespan"
TIMESPANS = (
    "this month", "last month", "this quarter", "last quarter", "this year", "last year",
)  # fmt: skip

CONSTANTS = {"is": ("set", "not set"), TIMESPAN: TIMESPANS}
"""Comparisons that have a few values alone."""


class Documents:
    """The documents of a statistic, with the tables joined that its fields need.

    With `apart` no filter leaves a document out: each is marked with the filters that it passes (`mark_0`, …), and
    persons are told apart (`person`).
    """

    def __init__(self, doctype: str, filters: list[list], apart: bool = False):
        self.doctype, self.table = doctype, frappe.qb.DocType(doctype)
        self.filters, self.apart, self.joined = filters, apart, {}

    @property
    def marks(self) -> list[str]:
        """Return the names of the columns that say which filters a document passes."""
        return [f"mark_{number}" for number in range(len(self.filters))] if self.apart else []

    def grouped(self, keys: dict[str, Any], value: Field | None) -> list[dict]:
        """Count documents, and the numbers of `value`, for each combination of the keys (field, or month of a date)."""
        distinct = self.distinct(keys, {"value": value} if value else {})
        names = [*keys, *self.marks, *(["person"] if self.apart else [])]
        columns = [distinct[name] for name in names]
        query = frappe.qb.from_(distinct).select(*columns, Count(distinct.doc).as_("documents"))
        if value:
            query = query.select(Count(distinct.value).as_("measured"), Sum(distinct.value).as_("sum"))
        return query.groupby(*columns).run(as_dict=True)

    def rows(self, keys: dict[str, Any], values: dict[str, Field]) -> list[dict]:
        """Return every document with its keys and values; a document with several values comes several times."""
        return frappe.qb.from_(self.distinct(keys, values)).select("*").run(as_dict=True)

    def distinct(self, keys: dict[str, Any], values: dict[str, Field]) -> Any:
        """Query each document once per combination of keys."""
        self.joined = {}
        query = frappe.qb.from_(self.table).select(self.table.name.as_("doc")).distinct()
        if self.apart:
            query = query.select(self.table["name" if self.doctype == "Person" else "person"].as_("person"))
        for key, field in {**keys, **values}.items():
            query, term = self._term(query, field)
            if key in keys and field.kind == "date":
                term = Substring(term, 1, MONTH)
            query = query.select(term.as_(key))
        for number, row in enumerate(self.filters):
            query, criterion = self._filter(query, *row)
            mark = Case().when(criterion, 1).else_(0).as_(f"mark_{number}")
            query = query.select(mark) if self.apart else query.where(criterion)
        return query.as_("documents")

    def _term(self, query: Any, field: Field) -> tuple[Any, Any]:
        """Return the query with what it must join, and the column of the field."""
        table = self.table
        if field.state:
            return self._reached(query, field)
        if field.link:
            query, table = self._join(query, field.doctype, field.link)
        if not field.table:
            return query, table[field.column]
        key = (field.link, field.options)
        if key not in self.joined:
            child = self.joined[key] = frappe.qb.DocType(field.table).as_(f"rows_{len(self.joined)}")
            query = query.left_join(child).on(_belongs(child, table, field))
        return query, self.joined[key][field.column]

    def _join(self, query: Any, doctype: str, link: str) -> tuple[Any, Any]:
        if link not in self.joined:
            table = self.joined[link] = frappe.qb.DocType(doctype).as_(f"linked_{len(self.joined)}")
            query = query.left_join(table).on(table.name == self.table[link])
        return query, self.joined[link]

    def _reached(self, query: Any, field: Field) -> tuple[Any, Any]:
        """Join when each document first entered, or left, the state of the field."""
        if field.name not in self.joined:
            period = frappe.qb.DocType(field.table)
            first = frappe.qb.from_(period).select(period.parent, Min(period[field.column]).as_("day"))
            first = first.where((period.parenttype == field.doctype) & (period.parentfield == field.options))
            first = first.where(period.state == field.state).groupby(period.parent)
            first = self.joined[field.name] = first.as_(f"states_{len(self.joined)}")
            query = query.left_join(first).on(first.parent == self.table.name)
        return query, self.joined[field.name].day

    def _filter(self, query: Any, fieldname: str, operator: str, value: Any) -> tuple[Any, Any]:
        """Return the query with what it must join, and the criterion of a filter."""
        field = field_of(self.doctype, fieldname, "choice", "date", "number")
        if field.multiple:
            return query, self._of_several(field, operator, value)
        query, term = self._term(query, field)
        if field.kind == "date":
            operator, value = as_days(operator, value)
            value = _whole_days(operator, value)
        return query, _criterion(term, operator, value)

    def _of_several(self, field: Field, operator: str, value: Any) -> Any:
        """Ask whether any of the values fits; a negation means that none does."""
        child = frappe.qb.DocType(field.table)
        holders = frappe.qb.from_(child).select(child.parent)
        holders = holders.where((child.parenttype == field.doctype) & (child.parentfield == field.options))
        negative = operator in NEGATIONS or (operator == "is" and value == "not set")
        if operator != "is":
            holders = holders.where(_criterion(child[field.column], NEGATIONS.get(operator, operator), value))
        term = self.table[field.link] if field.link else self.table.name
        return term.notin(holders) | term.isnull() if negative else term.isin(holders)


def read_filters(doctype: str, text: str | None) -> list[list]:
    """Read filters as a list view stores them and return rows of field, operator and value.

    Raises `frappe.ValidationError` for fields that may not be used, unknown operators and values that are none.
    """
    stored = frappe.parse_json(text or "[]") or []
    if isinstance(stored, dict):
        stored = [[key, *(value if isinstance(value, list) else ("=", value))] for key, value in stored.items()]
    return [_checked(doctype, row) for row in stored]


def _checked(doctype: str, row: Any) -> list:
    parts = list(row) if isinstance(row, list | tuple) else []
    if len(parts) >= 4:
        parts = parts[1:4]
    if len(parts) != 3 or not all(isinstance(part, str) for part in parts[:2]) or not _is_value(parts[2]):
        frappe.throw(_("A filter has a field, a comparison and a value. Please enter it anew."), title=_("Filters"))
    fieldname, operator, value = parts[0], parts[1].lower(), parts[2]
    kinds = ("date",) if operator == TIMESPAN else ("choice", "date", "number")
    field_of(doctype, fieldname, *kinds)
    known = operator in OPERATORS or value in CONSTANTS.get(operator, ())
    if not known or (operator == "between" and len(many(value)) != 2):
        frappe.throw(_("“{0}” is no comparison for figures.").format(parts[1]), title=_("Filters"))
    return [fieldname, operator, value]


def as_days(operator: str, value: Any) -> tuple[str, Any]:
    """Return a comparison of dates with the days that a time span, as “last year”, means today."""
    if operator != TIMESPAN:
        return operator, value
    return "between", [str(day) for day in get_timespan_date_range(value)]


def _is_value(value: Any) -> bool:
    several = value if isinstance(value, list) else [value]
    return all(isinstance(one, str | int | float) for one in several)


def _criterion(term: Any, operator: str, value: Any) -> Any:
    if operator == "is":
        empty = term.isnull() | (term == "")
        return empty if value == "not set" else term.isnotnull() & (term != "")
    return OPERATORS[operator](term, value)


def _whole_days(operator: str, value: Any) -> Any:
    """Let a bare day last until its end where it bounds from above."""
    days = [f"{day} {END_OF_DAY}" if len(str(day)) == len("2026-01-31") else day for day in many(value)]
    if operator in ("<=", ">"):
        return days[0]
    return [many(value)[0], days[1]] if operator == "between" else value


def _belongs(child: Any, parent: Any, field: Field) -> Any:
    of_parent = (child.parent == parent.name) & (child.parenttype == field.doctype)
    return of_parent & (child.parentfield == field.options)


def many(value: Any) -> list:
    """Return the values of a comparison with several; a list view stores them separated by commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return value if isinstance(value, list) else [value]
