"""The filters of a statistic in words, for whoever reads its result or its file."""

from typing import Any

from frappe import _
from frappe.utils import flt, fmt_money, formatdate

from kim_app.figures import labels
from kim_app.figures.catalogue import Field, field_of
from kim_app.figures.query import TIMESPAN, many, read_filters
from kim_app.setup.workflows.marks import _lt

COMPARISONS = {
    "in": _lt("is one of"),
    "not in": _lt("is none of"),
    "is": _lt("is"),
    "between": _lt("between"),
    TIMESPAN: _lt("lies in"),
    ">=": _lt("from"),
    "<=": _lt("up to"),
    "=": _lt("equals"),
    "!=": _lt("is not"),
    ">": _lt("more than"),
    "<": _lt("less than"),
}
SEVERAL = ("in", "not in", "between")
STATES = {"set": _lt("filled in"), "not set": _lt("empty")}


def of_filters(record: Any) -> list[str]:
    """Return each filter of a Statistic record as a sentence without an end, as the form shows it."""
    doctype = record.document_type
    return [_in_words(doctype, *row) for row in read_filters(doctype, record.filters_json)]


def _in_words(doctype: str, fieldname: str, operator: str, value: Any) -> str:
    field = field_of(doctype, fieldname, "choice", "date", "number")
    return " ".join([field.label, _(COMPARISONS.get(operator, operator)), _value(field, operator, value)])


def _value(field: Field, operator: str, value: Any) -> str:
    if operator == "is":
        return _(STATES.get(value, value))
    if operator == TIMESPAN:
        return _(value)
    several = many(value) if operator in SEVERAL else [value]
    if field.kind == "date":
        return " – ".join(formatdate(day) for day in several)
    if field.kind == "number":
        return fmt_money(flt(value), precision=0 if flt(value).is_integer() else 1)
    titles = dict(labels.in_order(field, several))
    return ", ".join(titles.get(one, str(one)) for one in several)
