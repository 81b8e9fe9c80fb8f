"""Every report asks the database as often with ten documents of a kind as with two hundred."""

from collections import Counter

import pytest

from frappe.desk.query_report import run

from tests.app.reports.raw import RECOUNTS
from tests.app.reports.test_figures import WALK

FEW, MANY = 10, 200
KINDS = ("Case", "Referral", "Application", "Barrier", "Measure", "Meeting", "Actor", "Offer", "Disclosure", "View Log")
AT_ALL = 2
"""Queries that are asked once, if there is anything to ask: among ten documents there may be none for a report."""
WITH_ANNUAL = [*WALK, ("Annual Report", "koordination@kim.example"), ("Annual Report", "lenkungsgruppe@kim.example")]


def multiply(site, doctype, number):
    """Copy the rows of a DocType, with those of its tables, until there are so many."""
    names = site.get_all(doctype, order_by="name", pluck="name")
    tables = [table.options for table in site.get_meta(doctype).get_table_fields()]
    missing = range(number - len(names))
    copies = {names[each % len(names)]: [] for each in missing}
    for each in missing:
        copies[names[each % len(names)]].append(f"{names[each % len(names)]}-{each}")
    insert(site, doctype, "name", copies)
    for table in set(tables):
        insert(site, table, "parent", copies, doctype)


def insert(site, doctype, column, copies, parenttype=None):
    """Copy rows under other names; those of a table for each copy of their document."""
    rows = site.db.sql(f"select * from `tab{doctype}`", as_dict=True)
    rows = [row for row in rows if row[column] in copies and parenttype in (None, row.get("parenttype"))]
    unique = [column, *(field.fieldname for field in site.get_meta(doctype).fields if field.unique)]
    new = [
        {**row, "name": f"{row.name}{copy}", **dict.fromkeys(unique, copy)}
        for row in rows
        for copy in copies[row[column]]
    ]
    if new:
        site.db.bulk_insert(doctype, [*new[0]], [[*row.values()] for row in new])


@pytest.fixture
def queries(site, monkeypatch):
    """Return a function that calls another and returns what that asked the database, with everything cached."""

    def asked(call):
        call()
        found, original = [], site.db.sql
        with monkeypatch.context() as patched:
            patched.setattr(site.db, "sql", lambda *args, **kwargs: found.append(args[0]) or original(*args, **kwargs))
            call()
        return found

    return asked


@pytest.mark.parametrize(("report", "user"), WITH_ANNUAL)
def test_a_report_asks_as_often_with_ten_documents_as_with_two_hundred(demo, acting, queries, report, user):
    filters = dict(RECOUNTS[report].filters[0]) if report in RECOUNTS else {}

    def ask():
        with acting(user):
            return queries(lambda: run(report, filters=dict(filters)))

    for doctype in KINDS:
        multiply(demo, doctype, MANY)
    many = ask()
    assert all(demo.db.count(doctype) >= MANY for doctype in KINDS)
    for doctype in KINDS:
        demo.db.delete(doctype, {"name": ("in", demo.get_all(doctype, order_by="name", pluck="name")[FEW:])})
    few = ask()
    assert demo.db.count("Case") == FEW
    more = Counter(map(str, many)) - Counter(map(str, few))
    assert len(many) <= len(few) + AT_ALL, f"{len(few)} queries became {len(many)}: {[*more]}"
