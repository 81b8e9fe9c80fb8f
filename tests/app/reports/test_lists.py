"""Each number opens the list of what it counts, for everybody who may read all of it, and for nobody else."""

import pytest

from frappe.desk.query_report import run

from tests.app.reports.conftest import FOLDER, REPORTS, readers
from tests.app.reports.raw import RECOUNTS
from tests.app.reports.test_figures import HIDDEN, WALK

MEASURED = {
    ("Application Queue", "weeks"), ("Application Processing Times", "longest"),
    ("Application Processing Times", "in_time"), ("Barriers", "age"), ("Deadlines", "days"), ("Today", "days"),
    ("Naturalisation Statistics", "years_of_stay"), ("Network Coverage", "free_places"),
}  # fmt: skip
"""Whole numbers that measure something, and count no documents."""
OF_OPENINGS = {"Access Log", "Data Protection Register"}
"""Count openings, which the report itself shows one by one, and whole kinds of documents, whose lists open."""
PARTLY = {("Barriers", "occurrences"), ("Measures and Effects", "before"), ("Measures and Effects", "after")}
"""Count cases of colleagues as well: they open for who may read each of them."""
SUMMARIES_WITHOUT_LIST = {
    "Median Days This Quarter", "Median Days of the Period",
    "Deadlines", "Overdue",  # of several kinds of documents, each with a link in its row
    "Not Complete",  # rows of a file
    "Kinds of Documents", "With Special Categories", "Something Missing",  # DocTypes
}  # fmt: skip
PLAIN = {
    "Today": "a list to work off, as long as the day",
    "Certificate Ceremony": "a list to sign on paper",
    "Disclosures": "a register: each row is a passing-on",
    "Access Log": "a protocol that is read day by day",
    "Naturalisation Statistics": "a file whose rows go to the statistical office; it has totals",
}
"""Reports without chart or totals, and why."""


def answers(report, acting, user):
    """Yield what the Desk is given for each of the filters that the report is counted again with."""
    for filters in RECOUNTS[report].filters:
        with acting(user):
            yield filters, run(report, filters=dict(filters))


def rows_of(answer):
    return [row for row in answer["result"] if isinstance(row, dict)]


def is_language(report, answer, fieldname):
    """Say whether a column holds free places, which are no documents."""
    columns = {column["fieldname"]: column for column in answer["columns"]}
    return report == "Network Coverage" and fieldname.startswith("language_") and "counts" not in columns[fieldname]


@pytest.mark.parametrize(("report", "user"), [pair for pair in WALK if pair[0] not in OF_OPENINGS])
def test_each_number_opens_what_it_counts(demo, acting, report, user):
    opened = counted = 0
    for _filters, answer in answers(report, acting, user):
        with acting(user):
            counts = {column["counts"] for column in answer["columns"] if column.get("counts")}
            seen = {doctype: visible(demo, doctype) for doctype in counts if demo.has_permission(doctype, "read")}
            for column in answer["columns"]:
                doctype, field = column.get("counts"), column["fieldname"]
                if column["fieldtype"] == "Int" and not doctype:
                    assert (report, field) in MEASURED or is_language(report, answer, field), (report, field)
                for row in rows_of(answer) if doctype else ():
                    counted += bool(row[field]) and doctype in seen and (report, field) not in PARTLY
                    opened += opens(report, doctype, field, row, seen.get(doctype))
    assert opened >= counted


def opens(report, doctype, field, row, seen):
    """Check the list behind a number, of documents that the reader has `seen`; say whether there is one."""
    found, number = (row.get("behind") or {}).get(field), row[field]
    about = (field, row)
    if not number or number == HIDDEN or seen is None:
        assert not found, about
        return False
    if not found:
        assert (report, field) in PARTLY, about
        return False
    assert found["doctype"] == doctype and len(set(found["names"])) == len(found["names"]) == number, about
    assert set(found["names"]) <= seen, about
    return True


def visible(site, doctype):
    """Return the names of all documents that the user sees."""
    return set(site.get_list(doctype, pluck="name", limit=0))


@pytest.mark.parametrize(("report", "user"), WALK)
def test_each_number_above_a_report_opens_what_it_counts(demo, acting, report, user):
    for filters, answer in answers(report, acting, user):
        for number in answer["report_summary"] or ():
            if "counts" not in number:
                assert number["label"] in SUMMARIES_WITHOUT_LIST, number
                continue
            found = number["behind"]
            assert bool(found) == bool(number["value"]), (filters, number)
            with acting(user):
                assert not found or len(set(found["names"]) & visible(demo, found["doctype"])) == number["value"]


def test_cases_of_a_barrier_open_for_the_case_manager_of_all_of_them(demo, acting):
    name = demo.get_all("Barrier", {"occurrence_count": (">", 3)}, order_by="name", limit=1, pluck="name")[0]
    cases = set(demo.get_all("Barrier Occurrence", {"parent": name, "case": ("is", "set")}, pluck="case"))
    mine, others = "casemanagement1@kim.example", "casemanagement2@kim.example"
    demo.db.delete("Deputy Arrangement")
    for case in cases:
        demo.db.set_value("Case", case, {"case_manager": mine, "team": None})

    def behind(user):
        with acting(user):
            (row,) = [row for row in rows_of(run("Barriers", filters={})) if row.get("name") == name]
        return row["behind"]["occurrences"]

    assert set(behind(mine)["names"]) == cases
    assert behind(others) is None and behind("koordination@kim.example") is None
    demo.db.set_value("Case", sorted(cases)[0], "case_manager", others)
    assert behind(mine) is None, "one of the cases is a colleague's"


def test_cases_before_a_measure_open_for_the_case_manager_of_all_of_them(demo, acting):
    demo.db.delete("Deputy Arrangement")
    demo.db.set_single_value("KIM Settings", "small_cell_internal", 0)
    demo.clear_document_cache("KIM Settings", "KIM Settings")
    mine, others = "casemanagement1@kim.example", "casemanagement2@kim.example"
    for case in demo.get_all("Case", pluck="name"):
        demo.db.set_value("Case", case, {"case_manager": mine, "team": None})

    def lists(user):
        with acting(user):
            rows = rows_of(run("Measures and Effects", filters={}))
        return {
            (row["title"], field): (row[field], (row["behind"].get(field) or {}).get("names"))
            for row in rows
            for field in ("before", "after")
            if row[field]
        }

    assert lists(mine) and all(len(names) == number for number, names in lists(mine).values())
    assert lists(mine).keys() == lists(others).keys() == lists("koordination@kim.example").keys()
    assert not [names for user in (others, "koordination@kim.example") for _n, names in lists(user).values() if names]


@pytest.mark.parametrize("report", REPORTS)
def test_each_report_has_filters_totals_and_a_chart(demo, acting, report):
    script = (FOLDER / demo.scrub(report) / f"{demo.scrub(report)}.js").read_text(encoding="utf-8")
    with acting(readers(report)[0]):
        answer = run(report, filters=dict(RECOUNTS[report].filters[0]))
    has_total = bool(answer["report_summary"]) or any(row.get("bold") for row in rows_of(answer))
    if report == "Certificate Ceremony":
        assert "filters: []" in script
    else:
        assert "fieldname:" in script
    assert (answer["chart"] is not None and has_total) or report in PLAIN, report
