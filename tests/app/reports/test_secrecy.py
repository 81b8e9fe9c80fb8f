"""Who must not see a report is refused; who may not see persons gets no small number, by whatever way out."""

import csv
import io
import json
import re

import pytest

from frappe.desk.query_report import export_query, run
from frappe.utils.xlsxutils import read_xlsx_file_from_attached_file

from tests.app.reports.conftest import REPORTS, USERS, readers
from tests.app.reports.test_figures import HIDDEN, USERS_WITH_FIGURES, answered

OUTSIDERS = [(report, user) for report in REPORTS for user in USERS if user not in readers(report)]
FIGURES = [(r, u) for r in ("Case Flow", "Referral Outcomes", "Caseload") for u in USERS_WITH_FIGURES & {*readers(r)}]
VARIANTS = {
    "Case Flow": ({}, {"year": 2026, "quarter": "Q4"}, {"life_area": "childcare"}, {"team": "case_management"}),
    "Referral Outcomes": ({}, {"group_by": "actor"}, {"group_by": "actor_type"}, {"year": 2026, "quarter": "Q3"}),
    "Caseload": ({}, {"team": "case_management"}),
}
PERSONS = re.compile(r"\b(P-\d{5}|F-\d{4}-\d{5}|V-\d{4}-\d{5}|ANT-\d{4})")
CM = "casemanagement1@kim.example"


@pytest.mark.parametrize(("report", "user"), OUTSIDERS)
def test_a_report_is_refused_to_all_other_roles(demo, acting, report, user):
    with acting(user):
        for filters in ({}, {"only_mine": 0}):
            with pytest.raises(demo.PermissionError):
                run(report, filters=filters)


@pytest.mark.parametrize(("report", "user"), FIGURES)
def test_who_may_not_see_persons_is_given_no_number_of_a_document(demo, acting, report, user):
    names = set(demo.get_all("Person", pluck="last_name"))
    with acting(user):
        told = json.dumps([run(report, filters=filters) for filters in VARIANTS[report]], default=str)
    assert not PERSONS.search(told)
    assert "behind" not in told
    assert not names & set(re.findall(r"[\w’'-]+", told)), "a name of a client"


@pytest.mark.parametrize(("report", "user"), FIGURES)
def test_no_hidden_number_follows_from_a_total_a_place_or_a_chart(demo, acting, report, user):
    some = False
    for filters in VARIANTS[report]:
        with acting(user):
            answer = run(report, filters=filters)
        rows = [row for row in answer["result"] if isinstance(row, dict)]
        label = answer["columns"][0]["fieldname"]
        for field in counted(report, answer):
            numbers = [row[field] for row in rows]
            some = some or HIDDEN in numbers
            if field != "cases":
                assert [*numbers[:-1]].count(HIDDEN) != 1 or numbers[-1] == HIDDEN, (filters, field, numbers)
        for row in rows if report == "Referral Outcomes" else ():
            cells = [row[field] for field in row if field.startswith("outcome_") or field == "no_outcome"]
            assert cells.count(HIDDEN) != 1 or row["sent"] == HIDDEN, (filters, row)
        check_places(answer, rows, label)
    assert some, "the demo has small numbers"


def counted(report, answer):
    fields = [column["fieldname"] for column in answer["columns"][1:]]
    return [field for field in fields if field not in ("median", "average", "longest", "answer_days", "warning")]


def check_places(answer, rows, label):
    """Rows with a hidden number stand at the end, by their names; the chart has no bar for them."""
    leading = {"group": "sent", "colleague": "open_cases", "phase": "median"}[label]
    body = [row for row in rows if row[label] != "Total"]
    hidden = [row[label] for row in body if row[leading] == HIDDEN]
    if label != "phase":
        assert [row[label] for row in body][len(body) - len(hidden) :] == sorted(hidden)
    if answer["chart"]:
        drawn = answer["chart"]["data"]
        bars = dict(zip(drawn["labels"], drawn["datasets"][0]["values"], strict=True))
        assert all(bars.get(row[label], 0) == 0 for row in body if row[leading] == HIDDEN)


@pytest.mark.parametrize("report", ["Case Flow", "Referral Outcomes"])
def test_a_period_of_single_days_cannot_be_asked_for(demo, acting, report):
    days = {"from_date": "2026-10-01", "to_date": "2026-10-02", "sent_on": "2026-10-01", "entered_on": "2026-10-01"}
    with acting("koordination@kim.example"):
        assert plain(answered(report, days)) == plain(answered(report, {}))


def plain(rows):
    """Leave out what goes on while the test runs."""
    return [{key: value for key, value in row.items() if key not in ("average", "longest", "median")} for row in rows]


def exported(site, report, kind, filters):
    """Return the table of a download as text."""
    site.local.form_dict = site._dict(
        report_name=report, file_format_type=kind, filters=json.dumps(filters), visible_idx="[]", cmd="export",
        csv_delimiter=";", csv_quoting=csv.QUOTE_MINIMAL, csv_decimal_sep=",",
    )  # fmt: skip
    export_query()
    content = site.response["filecontent"]
    if kind == "Excel":
        return [[text_of(cell) for cell in row] for row in read_xlsx_file_from_attached_file(fcontent=content)]
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    return [[text_of(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=";")]


def text_of(value):
    text = "" if value is None else str(value).strip().replace(",", ".")
    return text.removesuffix(" 00:00:00").removesuffix(".0")


def may_export(site, report):
    from frappe.permissions import can_export

    return bool(can_export(REPORTS[report].ref_doctype))


EXPORTS = [(report, user) for report in REPORTS for user in readers(report)]


@pytest.mark.parametrize(("report", "user"), EXPORTS)
def test_a_download_holds_what_the_report_shows(demo, acting, report, user):
    filters = VARIANTS.get(report, ({},))[-1]
    with acting(user):
        if not may_export(demo, report):
            assert REPORTS[report].ref_doctype != "Statistic"
            for kind in ("CSV", "Excel"):
                with pytest.raises(demo.PermissionError):
                    exported(demo, report, kind, filters)
            return
        answer = run(report, filters=dict(filters))
        shown = [column for column in answer["columns"] if not column.get("hidden")]
        expected = [[text_of(row.get(column["fieldname"])) for column in shown] for row in answer["result"]]
        timeless = {place for place, column in enumerate(shown) if column["fieldname"] not in ("average", "longest")}
        for kind in ("CSV", "Excel"):
            lines = exported(demo, report, kind, filters)
            assert lines[0] == [text_of(column["label"]) for column in shown]
            assert only(lines[1:], timeless) == only(expected, timeless)


def only(lines, places):
    return [[cell for place, cell in enumerate(line) if place in places] for line in lines]


LISTS = {"Case": "cases", "Referral": "sent"}


@pytest.mark.parametrize(("report", "doctype"), [("Case Flow", "Case"), ("Referral Outcomes", "Referral")])
def test_a_number_opens_the_documents_that_it_counts(demo, acting, report, doctype):
    with acting(CM):
        visible, opened = set(demo.get_list(doctype, pluck="name", limit=0)), 0
        for row in answered(report, {}):
            for field, found in row["behind"].items():
                opened += bool(found)
                assert not found or (found["doctype"] == doctype and len(found["names"]) == row[field])
                assert not found or set(found["names"]) <= visible
    assert opened > 10


@pytest.mark.parametrize("user", ["lenkungsgruppe@kim.example", "koordination@kim.example"])
@pytest.mark.parametrize("report", ["Barriers", "Measures and Effects", "Network Coverage"])
def test_links_lead_only_to_what_the_reader_may_see(demo, acting, report, user):
    with acting(user):
        rows, opened = answered(report, {}), 0
        visible = {
            name: set(demo.get_list(name, pluck="name", limit=0)) for name in ("Barrier", "Measure", "Actor", "Offer")
        }
    for found in (found for row in rows for found in row.get("behind", {}).values() if found):
        opened += 1
        assert set(found["names"]) <= visible[found["doctype"]]
    assert opened > 5


def test_a_coordinator_who_counsels_as_well_is_told_figures_only(demo, acting):
    demo.get_doc("User", CM).add_roles("KIM Coordinator")
    demo.clear_cache(user=CM)
    with acting(CM):
        rows = answered("Case Flow", {})
    assert not any("behind" in row for row in rows)
    assert rows[-1]["cases"] == demo.db.count("Case")
