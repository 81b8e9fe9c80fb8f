"""A slow and separate way to count: every document is read by itself, and nothing of `kim_app.figures` is used."""

import itertools
import json
from collections import defaultdict
from statistics import mean, median

from frappe.utils import getdate

MAIN_DATES = {
    "Case": "opened_on", "Referral": "sent_on", "Application": "received_on", "Contact Note": "contact_on",
    "Barrier": "creation", "Measure": "due_on", "Meeting": "starts_on", "Actor": "creation", "Offer": "creation",
    "Person": "creation",
}  # fmt: skip
ALL = "all"


def values_of(site, doc, name):
    """Return all values that a document has in a field, read from the document itself."""
    if ":" in name:
        return [moment(doc, *name.split(":"))]
    if "." in name:
        link, name = name.split(".")
        target = doc.get(link)
        if not target:
            return [None]
        doc = site.get_cached_doc(doc.meta.get_field(link).options, target)
    value = doc.get(name)
    if isinstance(value, list):
        rows = site.get_meta(doc.meta.get_field(name).options)
        column = next(df.fieldname for df in rows.fields if df.fieldtype == "Link")
        return list({row.get(column) for row in value}) or [None]
    return [None if value == "" else value]


def moment(doc, kind, state):
    """Return when a document first entered or left a state."""
    column = {"entered": "entered_on", "left": "left_on"}[kind]
    days = [row.get(column) for row in doc.state_history if row.state == state and row.get(column)]
    return min(map(str, days)) if days else None


def period_of(value, period):
    """Return the first month of the period that a date lies in."""
    if not value:
        return None
    year, month = int(str(value)[:4]), int(str(value)[5:7])
    length = {"Year": 12, "Quarter": 3, "Month": 1}[period or "Year"]
    return f"{year:04}-{month - (month - 1) % length:02}"


def dimension(site, record, doc, name):
    """Return the values by which a document is counted."""
    values = values_of(site, doc, name)
    if is_date(site, record.document_type, name):
        return [period_of(value, record.column_period) for value in values]
    return values


def is_date(site, doctype, name):
    """Say whether a field is a date."""
    if ":" in name or name == "creation":
        return True
    meta = site.get_meta(doctype)
    if "." in name:
        link, name = name.split(".")
        meta = site.get_meta(meta.get_field(link).options)
    return meta.get_field(name).fieldtype in ("Date", "Datetime")


def fits(site, doc, row):
    """Say whether a document passes a filter."""
    field, operator, wanted = row[-3:]
    values = values_of(site, doc, field)
    known = [value for value in values if value is not None]
    text = str(values[0])
    return {
        "in": lambda: bool(set(values) & set(wanted)),
        "not in": lambda: not set(values) & set(wanted),
        "!=": lambda: wanted not in values,
        "is": lambda: bool(known) == (wanted == "set"),
        ">=": lambda: bool(known) and at_least(values[0], wanted),
        "<=": lambda: bool(known) and (text[:10] <= wanted if isinstance(wanted, str) else values[0] <= wanted),
        "between": lambda: bool(known) and wanted[0] <= text[:10] <= wanted[1],
    }[operator]()


def at_least(value, wanted):
    """Compare a date by its text, and a number by its size."""
    return str(value)[:10] >= wanted if isinstance(wanted, str) else value >= wanted


def keys_of(site, record, doc):
    """Return the rows and the columns in which a document counts."""
    rows = [(value,) for value in dimension(site, record, doc, record.row_field)]
    parts = []
    if record.column_field:
        parts.append(dimension(site, record, doc, record.column_field))
    dated = record.column_field and is_date(site, record.document_type, record.column_field)
    if (record.column_period and not dated) or record.period_field:
        parts.append(dimension(site, record, doc, record.period_field or MAIN_DATES[record.document_type]))
    return rows, list(itertools.product(*parts))


def measured(site, record, doc):
    """Return the number that a document adds to a figure, or None."""
    if record.measure == "Count":
        return 1
    value = values_of(site, doc, record.measure_field)[0]
    if record.measure != "Median Days":
        return value
    until = values_of(site, doc, record.until_field)[0]
    return (getdate(until) - getdate(value)).days if value and until else None


def recount(site, record):
    """Count documents one by one: (row, column) to the figure, and to the number of persons behind it."""
    groups, persons = defaultdict(dict), defaultdict(set)
    for name in site.get_all(record.document_type, pluck="name"):
        doc = site.get_doc(record.document_type, name)
        if not all(fits(site, doc, row) for row in json.loads(record.filters_json or "[]")):
            continue
        rows, columns = keys_of(site, record, doc)
        for key in itertools.product({*rows, ALL}, {*columns, ALL}):
            groups[key][name] = measured(site, record, doc)
            persons[key].add(name if record.document_type == "Person" else doc.get("person"))
    figures = {key: figure([n for n in found.values() if n is not None], record) for key, found in groups.items()}
    return figures, {key: len(found) for key, found in persons.items()}


def figure(numbers, record):
    """Return the figure of the numbers of some documents."""
    if not numbers:
        return 0 if record.measure in ("Count", "Sum") else None
    compute = {"Count": len, "Sum": sum, "Average": mean, "Median Days": median}[record.measure]
    return round(float(compute(numbers)), 2)
