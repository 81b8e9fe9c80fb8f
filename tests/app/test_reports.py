"""What all reports have in common: German for everybody, and one colour. Queries: tests/app/reports/test_queries.py."""

import pytest

from frappe.desk.query_report import run

from kim_app.charts import COLOUR
from kim_app.kim.report.access_log import access_log

CLERK, OFFICER, COORDINATOR = "KIM Naturalisation Clerk", "KIM Data Protection Officer", "KIM Coordinator"
CHARTED = [
    ("Data Protection Register", OFFICER),
    ("Application Processing Times", CLERK),
    *(
        (report, COORDINATOR)
        for report in ("Caseload", "Case Flow", "Referral Outcomes", "Network Coverage", "Barriers")
    ),
    *((report, COORDINATOR) for report in ("Measures and Effects", "Deadlines")),
]


@pytest.fixture
def queries(site, monkeypatch):
    """Return a function that calls another and returns how many queries that took, with everything cached."""

    def count(call) -> int:
        call()
        asked, original = [], site.db.sql
        with monkeypatch.context() as patched:
            patched.setattr(site.db, "sql", lambda *args, **kwargs: asked.append(args[0]) or original(*args, **kwargs))
            call()
        return len(asked)

    return count


def test_the_access_log_names_deputies_without_asking_for_each_opening(site, world, acting, make, queries):
    with acting(world.users["cm1"]):
        make(
            "Deputy Arrangement", absent_user=world.users["cm1"], deputy=world.users["cm2"], starts_on="2026-01-01",
            ends_on="2026-12-31",
        )  # fmt: skip
    names = site.get_all("Case", pluck="name")
    for name in (world.docs["case"].name, *names):
        log = {"doctype": "View Log", "viewed_by": world.users["cm2"], "reference_doctype": "Case"}
        site.get_doc({**log, "reference_name": name}).insert()
    with acting(world.users["officer"]):
        few = queries(lambda: access_log.execute({"document": names[0]}))
        assert len(access_log.execute({"details": 1})[1]) > 20
        assert queries(lambda: access_log.execute({})) == few


@pytest.mark.parametrize(("report", "role"), CHARTED)
def test_charts_are_drawn_in_the_colour_of_kim(user_with, acting, report, role):
    with acting(user_with(role)):
        assert run(report, filters={})["chart"]["colors"] == [COLOUR]


def test_the_officer_reads_in_german_who_passed_something_on(site, user_with, acting):
    with acting(user_with(OFFICER)):
        site.local.lang = "de"
        offices = {row["office"] for row in run("Disclosures", filters={})["result"]}
    assert offices and offices <= {"Beratung", "Ausländerbehörde", "Einbürgerungsbehörde"}


def test_the_officer_reads_in_german_what_was_opened(site, world, acting):
    log = {"doctype": "View Log", "viewed_by": world.users["cm1"], "reference_doctype": "Case"}
    site.get_doc({**log, "reference_name": world.docs["case"].name}).insert()
    with acting(world.users["officer"]):
        site.local.lang = "de"
        rows = access_log.execute({"details": 1, "document": world.docs["case"].name})[1]
    assert {row.kind for row in rows} == {"Fall"}


def test_a_decision_without_clerk_is_nobodys(site, user_with, acting):
    decided = site.get_all("Application", filters={"decided_on": ("is", "set"), "office": "Naturalisation Office"})
    for row in decided:
        site.db.set_value("Application", row.name, "clerk", None)
    with acting(user_with(CLERK)):
        answer = run("Application Processing Times", filters={"group_by": "clerk"})
    rows = [row for row in answer["result"] if isinstance(row, dict)]
    assert decided and [row["title"] for row in rows] == ["Not Specified", "Total"]
