"""Stories 7 and 8: the naturalisation office. Queue by receipt, clock, registers, median, ceremony, § 36."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest

TODAY = date.today()
WHOLE = {
    "gender": "Female",
    "birth_date": "1979-12-06",
    "nationality": "Brazil",
    "marital_status": "Married",
    "city": "Musterstadt",
}


def days_ago(days):
    return str(TODAY - timedelta(days))


@pytest.fixture
def clerk(login):
    return login("einbuergerung")


@pytest.fixture
def enter(clerk, made):
    """Return a function that enters an application of a new person, received before all others."""

    def insert(last_name, received, **values):
        person = clerk.insert("Person", first_name="Rosa", last_name=last_name, **WHOLE)["name"]
        made.append(("Person", person))
        values = {"application_type": "nat_10", "stay_since": "2012-01-01", **values}
        name = clerk.insert("Application", person=person, received_on=received, **values)["name"]
        made.append(("Application", name))
        return name

    return insert


def read(client, name):
    return client.get("Application", name).json()["data"]


def act(client, name, *actions):
    for action in actions:
        answer = client.call("frappe.model.workflow.apply_workflow", doc=read(client, name), action=action)
    return answer


def messages(answer):
    found = json.loads(answer.json().get("_server_messages") or "[]")
    return " ".join(re.sub(r"<[^>]+>", "", str(json.loads(message)["message"])) for message in found)


def report(client, name, **filters):
    return client.ask("frappe.desk.query_report.run", report_name=name, filters=filters)


def rows_of(answer):
    return {row["name"]: row for row in answer["result"] if isinstance(row, dict) and row.get("name")}


def answer_all(client, name):
    rows = read(client, name)["requirements"]
    for row in rows:
        row["fulfilled"] = 1
    assert client.put("Application", name, requirements=rows).status_code == 200


def test_the_queue_goes_by_receipt_and_jumping_needs_a_logged_reason(clerk, enter):
    older, newer = enter("Frueher", days_ago(900)), enter("Spaeter", days_ago(890))
    listed = clerk.get("Application", fields=["name"], order_by="received_on asc", limit_page_length=2).json()["data"]
    assert [row["name"] for row in listed] == [older, newer]
    act(clerk, newer, "Check Formally")
    refused = act(clerk, newer, "Begin Review")
    assert refused.status_code == 417
    assert older in messages(refused) and "Grund für die Bearbeitung außer der Reihe" in messages(refused)
    assert read(clerk, newer)["workflow_state"] == "Formal Check"
    assert clerk.put("Application", newer, jump_reason="Ausbildung beginnt").status_code == 200
    assert act(clerk, newer, "Begin Review").status_code == 200
    form = clerk.http.get(
        f"{clerk.server.url}/api/method/frappe.desk.form.load.getdoc", params={"doctype": "Application", "name": newer}
    ).json()
    (log,) = [row for row in form["docinfo"]["info_logs"] if "Ausbildung beginnt" in row["content"]]
    assert older in log["content"]
    altered = clerk.call("frappe.desk.form.utils.update_comment", name=log["name"], content="nichts")
    assert altered.status_code == 403
    assert clerk.delete("Comment", log["name"]).status_code == 403


def test_a_suspension_stops_the_clock(clerk, enter):
    name = enter("Ausgesetzt", days_ago(900), criminal_investigation=1)
    before = read(clerk, name)
    assert "§ 12a Abs. 3 StAG" in before["notices"]
    assert act(clerk, name, "Suspend").status_code == 417
    row = {"suspended_on": days_ago(30), "reason": "Ermittlungsverfahren", "legal_basis": "§ 12a Abs. 3 StAG"}
    assert clerk.put("Application", name, suspensions=[row]).status_code == 200
    assert act(clerk, name, "Suspend").status_code == 200
    assert act(clerk, name, "Resume").status_code == 200
    after = read(clerk, name)
    assert after["workflow_state"] == "Received" and after["suspended_days"] == 30
    for field in ("due_on", "statutory_due_on"):
        assert date.fromisoformat(after[field]) - date.fromisoformat(before[field]) == timedelta(30)


def test_who_waits_for_a_register_over_eight_weeks_and_which_are_complete(clerk, enter):
    question = {"authority_text": "Bundeszentralregister", "legal_basis": "§ 32b StAG"}
    silent = enter("Schweigt", days_ago(900), consultations=[{**question, "asked_on": days_ago(70)}])
    recent = enter("Frisch", days_ago(899), consultations=[{**question, "asked_on": days_ago(10)}])
    for name in (silent, recent):
        assert act(clerk, name, "Check Formally", "Begin Review", "Consult Authorities").status_code == 200
    answer_all(clerk, recent)
    waiting = rows_of(report(clerk, "Application Queue", waits_for="Authority", weeks=8))
    assert waiting[silent]["weeks"] == 10 and recent not in waiting
    complete = rows_of(report(clerk, "Application Queue", complete="Yes"))
    assert recent in complete and silent not in complete


@pytest.fixture
def granted(clerk, enter):
    name = enter("Feierlich", days_ago(900))
    answer_all(clerk, name)
    assert act(clerk, name, "Check Formally", "Begin Review", "Prepare Decision", "Grant").status_code == 200
    return name


def test_the_ceremony_lists_who_is_granted_until_the_certificate_is_handed_over(clerk, granted):
    row = rows_of(report(clerk, "Certificate Ceremony"))[granted]
    assert (row["person_name"], row["birth_date"]) == ("Rosa Feierlich", WHOLE["birth_date"])
    assert "Einbürgerung wird erst mit Aushändigung" in read(clerk, granted)["notices"]
    assert act(clerk, granted, "Hand Over Certificate").status_code == 417
    assert clerk.put("Application", granted, certificate_on=str(TODAY)).status_code == 200
    assert act(clerk, granted, "Hand Over Certificate").status_code == 200
    assert granted not in rows_of(report(clerk, "Certificate Ceremony"))


def test_the_median_of_this_quarter_counts_the_decision(clerk, granted):
    answer = report(
        clerk, "Application Processing Times", group_by="quarter", from_date=days_ago(5), to_date=str(TODAY)
    )
    summary = {row["label"]: row["value"] for row in answer["report_summary"]}
    assert summary["In diesem Quartal entschieden"] >= 1
    *quarters, _total = answer["result"]
    assert quarters[-1]["group"] == f"{TODAY.year} Q{(TODAY.month + 2) // 3}"


def test_the_file_of_paragraph_36_is_checked_and_downloaded(clerk, granted, login):
    clerk.put("Application", granted, certificate_on=str(TODAY))
    assert act(clerk, granted, "Hand Over Certificate").status_code == 200
    answer = report(clerk, "Naturalisation Statistics", year=TODAY.year)
    own = [row for row in answer["result"] if isinstance(row, dict) and row["name"] == granted]
    assert {row["record_kind"] for row in own} == {"Erledigung", "Einbürgerung"}
    assert not any(row["missing"] for row in own)
    file = clerk.call("kim_app.api.application.naturalisation_file", year=TODAY.year, with_gaps=True)
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    (row,) = [row for row in rows if row[:2] == ["Einbürgerung", granted]]
    assert row[3:8] == ["1979", "Weiblich", "Verheiratet", "Musterstadt", str(TODAY.year - 2012)]
    assert "Feierlich" not in file.text
    for other in ("auslaenderamt", "casemanagement1", "koordination", "lenkungsgruppe", "datenschutz"):
        refused = login(other).call("kim_app.api.application.naturalisation_file", year=TODAY.year, with_gaps=True)
        assert refused.status_code == 403, other


def test_the_other_office_sees_nothing_of_it(login, clerk, granted):
    other = login("auslaenderamt")
    assert other.get("Application", granted).status_code == 403
    assert granted not in rows_of(report(other, "Application Queue"))
    assert other.call("frappe.desk.query_report.run", report_name="Certificate Ceremony").status_code == 403
