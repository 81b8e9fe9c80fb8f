"""The reports: what is open and waits for whom, how long decisions took, the ceremony, the file of § 36 StAG."""

import csv
import io
from datetime import date, timedelta

import pytest

from frappe.desk.query_report import run

from kim_app.api.application import naturalisation_file
from kim_app.applications.figures import figures_of, processing_times, quarter

TODAY = date.today()
NOW = str(TODAY)


def days_ago(days):
    return str(TODAY - timedelta(days))


def report(name, **filters):
    answer = run(name, filters=filters)
    rows = [row for row in answer["result"] if isinstance(row, dict)]
    return {row["name"]: row for row in rows if row.get("name")} or rows, answer


def test_the_queue_says_who_waits_for_a_register_over_eight_weeks(apply_for, acting, clerks, step):
    silent = apply_for("nat_10", consultations=[{"authority_text": "BZR", "asked_on": days_ago(60)}])
    recent = apply_for("nat_10", consultations=[{"authority_text": "BZR", "asked_on": days_ago(20)}])
    for application in (silent, recent):
        step(application, "Check Formally", "Begin Review", "Consult Authorities")
    papers = apply_for("nat_10", document_requests=[{"papers": "Pass", "requested_on": days_ago(10)}])
    step(papers, "Check Formally", "Request Documents")
    with acting(clerks["n"]):
        found, answer = report("Application Queue", waits_for="Authority", weeks=8)
        everything, _ = report("Application Queue")
    assert silent.name in found and recent.name not in found
    assert (found[silent.name]["weeks"], str(found[silent.name]["waits_since"])) == (8, days_ago(60))
    assert everything[papers.name]["waits_for"] == "Papers"
    assert {row["label"] for row in answer["report_summary"]} >= {"Open", "Authority Silent for 8 Weeks or Longer"}


def test_the_queue_is_sorted_by_receipt_and_tells_the_complete_ones(apply_for, acting, clerks, answer_all):
    complete = answer_all(apply_for("nat_9", received_on=days_ago(290)))
    older = apply_for("nat_9", received_on=days_ago(299))
    with acting(clerks["n"]):
        found, _ = report("Application Queue")
        done, _ = report("Application Queue", complete="Yes")
    assert list(found).index(older.name) < list(found).index(complete.name)
    assert complete.name in done and older.name not in done


def test_reports_show_the_own_office_only(apply_for, acting, clerks):
    naturalisation, residence = apply_for("nat_10"), apply_for("res_25b")
    for office, own, foreign in (("n", naturalisation, residence), ("f", residence, naturalisation)):
        with acting(clerks[office]):
            found, _ = report("Application Queue")
        assert own.name in found and foreign.name not in found


@pytest.mark.parametrize(
    "name", ["Application Queue", "Application Processing Times", "Certificate Ceremony", "Naturalisation Statistics"]
)
@pytest.mark.parametrize(
    "role", ["KIM Case Manager", "KIM Coordinator", "KIM Steering Member", "KIM Administrator", "System Manager"]
)
def test_reports_are_for_clerks(site, user_with, acting, name, role):
    with acting(user_with(role)), pytest.raises(site.PermissionError):
        run(name)


def test_a_foreigners_office_clerk_gets_no_naturalisation_file(site, clerks, acting):
    with acting(clerks["f"]):
        for call in (lambda: run("Naturalisation Statistics"), lambda: naturalisation_file(2026)):
            with pytest.raises(site.PermissionError):
                call()


def test_median_and_mean_leave_suspended_days_out(site, apply_for, acting, clerks, step, answer_all):
    for days, suspended in ((100, 20), (40, 0), (60, 0)):
        application = answer_all(apply_for("set_9", received_on=days_ago(days)))
        if suspended:
            with acting(application.clerk):
                row = {"reason": "Ermittlung", "suspended_on": days_ago(days), "resumed_on": days_ago(days - suspended)}
                application.append("suspensions", row)
                application.save()
        step(application, "Check Formally", "Begin Review", "Prepare Decision", "Grant")
    with acting(clerks["f"]):
        answer = run("Application Processing Times", filters={"group_by": "application_type"})
    (group,) = [row for row in answer["result"] if isinstance(row, dict) and row.get("group") == "set_9"]
    assert (group["number"], group["median"], group["average"], group["longest"]) == (3, 60, 60, 80)
    assert group["in_time"] == 100
    by_label = {row["label"]: row["value"] for row in answer["report_summary"]}
    assert by_label["Decided This Quarter"] >= 3
    with acting(clerks["n"]):
        other = run("Application Processing Times", filters={"group_by": "application_type"})
    assert not [row for row in other["result"] if isinstance(row, dict) and row.get("group") == "set_9"]


def test_figures_of_nothing_are_empty():
    assert figures_of([]) == {"number": 0, "median": None, "average": None, "longest": None, "in_time": None}
    assert processing_times([], "clerk") == []
    assert (quarter("2026-03-31"), quarter("2026-04-01"), quarter("2026-12-31")) == ("2026 Q1", "2026 Q2", "2026 Q4")


WHOLE = {
    "nationality": "Brazil",
    "birth_date": "1979-12-06",
    "gender": "Female",
    "marital_status": "Married",
    "city": "Musterstadt",
}


@pytest.fixture
def granted(apply_for, acting, step, answer_all):
    """Return a function that grants a naturalisation to a new person."""

    def grant(**about):
        application = answer_all(apply_for("nat_10", about=about, stay_since="2015-01-01", received_on=days_ago(200)))
        return step(application, "Check Formally", "Begin Review", "Prepare Decision", "Grant")

    return grant


@pytest.fixture
def naturalised(granted, acting, step):
    """Return a function that hands over the certificate of a new naturalisation."""

    def hand_over(**about):
        application = granted(**about)
        with acting(application.clerk):
            application.certificate_on = NOW
            application.save()
        return step(application, "Hand Over Certificate")

    return hand_over


def test_the_ceremony_lists_granted_naturalisations_without_a_certificate(granted, naturalised, acting, clerks):
    waiting, done = granted(**WHOLE), naturalised(**WHOLE)
    with acting(clerks["n"]):
        found, _ = report("Certificate Ceremony")
    assert waiting.name in found and done.name not in found
    assert found[waiting.name]["nationality"] == "Brazil"
    assert str(found[waiting.name]["birth_date"]) == "1979-12-06"


def statistics(**filters):
    answer = run("Naturalisation Statistics", filters=filters)
    return [row for row in answer["result"] if isinstance(row, dict)], answer["message"]


def test_a_naturalisation_stands_in_the_file_three_times(naturalised, acting, clerks):
    application = naturalised(**WHOLE)
    with acting(clerks["n"]):
        rows, _ = statistics(year=TODAY.year)
    rows = {row["record_kind"]: row for row in rows if row["name"] == application.name}
    assert set(rows) == {"Application", "Completion", "Naturalisation"}
    assert not any(row["missing"] for row in rows.values())
    row = rows["Naturalisation"]
    assert (row["birth_year"], row["gender"], row["marital_status"]) == (1979, "Female", "Married")
    assert (row["municipality"], row["previous_nationalities"], row["legal_basis"]) == (
        "Musterstadt",
        "Brazil",
        "§ 10 StAG",
    )
    assert row["years_of_stay"] == TODAY.year - 2015
    assert rows["Completion"]["completion_type"] == "Naturalised"


def test_what_is_missing_is_named_before_the_first_of_march(site, naturalised, acting, clerks):
    application = naturalised(**{**WHOLE, "marital_status": "Unknown", "birth_date": None})
    with acting(clerks["n"]):
        rows, message = statistics(year=TODAY.year, record_kind="Naturalisation")
        with pytest.raises(site.ValidationError) as caught:
            naturalisation_file(TODAY.year)
    assert [row["missing"] for row in rows if row["name"] == application.name] == [["birth_year", "marital_status"]]
    assert f"1 March {TODAY.year + 1}" in message
    assert f"{application.name} (Naturalisation): Year of Birth, Marital Status" in str(caught.value)


def test_another_year_has_other_rows(naturalised, acting, clerks):
    application = naturalised(**WHOLE)
    with acting(clerks["n"]):
        rows, _ = statistics(year=TODAY.year - 5)
    assert application.name not in [row["name"] for row in rows]


def test_the_file_escapes_formulas_holds_no_names_and_is_logged(site, naturalised, acting, clerks, monkeypatch):
    monkeypatch.setattr(site, "in_test", True)  # the log is written at once
    application = naturalised(**{**WHOLE, "city": '=HYPERLINK("http://x")'})
    logs = site.db.count("Access Log", {"report_name": "Naturalisation Statistics"})
    with acting(clerks["n"]):
        naturalisation_file(TODAY.year, True)
        content = site.response["filecontent"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert rows[0][:4] == ["Kind of Row", "Application", "Day", "Year of Birth"]
    (row,) = [row for row in rows if row[:2] == ["Naturalisation", application.name]]
    assert row[6].startswith("'=HYPERLINK")
    assert "Antragstellerin" not in content
    assert site.response["filename"] == f"einbuergerungsstatistik-{TODAY.year}.csv"
    assert site.db.count("Access Log", {"report_name": "Naturalisation Statistics"}) == logs + 1
