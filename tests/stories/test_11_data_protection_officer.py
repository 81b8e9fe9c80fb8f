"""Story 11: the data protection officer answers a request, sees who opened what, and approves deletions."""

import json

import pytest

from tests.rest import Client


@pytest.fixture
def officer(server):
    return Client(server, "datenschutz@kim.example")


@pytest.fixture
def manager(server):
    return Client(server, "casemanagement1@kim.example")


@pytest.fixture
def case(manager, made):
    person = manager.insert("Person", first_name="Samira", last_name="Anfrage", birth_date="1991-05-14")
    made.append(("Person", person["name"]))
    found = manager.insert("Case", person=person["name"], concern="Kummerwort")
    made.append(("Case", found["name"]))
    return found


def test_one_call_gives_a_file_for_the_person_and_a_list_to_check(server, officer, manager, case, made):
    who = {"first_name": "Samira", "last_name": "Anfrage", "birth_date": "1991-05-14"}
    request = officer.insert("Data Subject Request", request_type="Access", identity_checked=1, **who)
    made.append(("Data Subject Request", request["name"]))
    assert request["person"] == case["person"]
    files = officer.ask("kim_app.api.data_protection.export", request=request["name"])
    text = officer.http.get(server.url + files["data_file"]).content.decode()
    assert "Kummerwort" in text
    assert case["name"] in {part["name"] for part in json.loads(text)["documents"]}
    assert officer.http.get(server.url + files["export_file"]).content[:4] == b"%PDF"
    assert officer.get("Data Subject Request", request["name"]).json()["data"]["checklist"]
    for user in ("admin@kim.example", "casemanagement1@kim.example", "koordination@kim.example"):
        stranger = Client(server, user)
        assert stranger.http.get(server.url + files["data_file"]).status_code == 403
        assert stranger.call("kim_app.api.data_protection.export", request=request["name"]).status_code == 403


def test_openings_in_the_desk_and_over_rest_are_seen_without_content(officer, manager, case):
    assert manager.call("frappe.desk.form.load.getdoc", doctype="Case", name=case["name"]).status_code == 200
    assert manager.get("Case", case["name"]).status_code == 200
    filters = {"details": 1, "document": case["name"]}
    answer = officer.ask("frappe.desk.query_report.run", report_name="Access Log", filters=filters)
    assert [row["user"] for row in answer["result"]] == ["casemanagement1@kim.example"] * 2
    assert "Kummerwort" not in json.dumps(answer)


def test_the_officer_opens_no_client_in_the_desk(officer, case):
    for doctype, name in (("Case", case["name"]), ("Person", case["person"])):
        answer = officer.get(doctype, name)
        assert answer.status_code == 403
        assert "Kummerwort" not in answer.text


def test_disclosures_are_listed_with_their_legal_basis(officer, manager, case, made):
    values = {"purpose": "Anfrage", "what": "Anschrift", "legal_basis": "§ 87 AufenthG", "recipient_text": "Amt"}
    entered = manager.insert("Disclosure", person=case["person"], **values)
    made.append(("Disclosure", entered["name"]))
    rows = officer.ask("frappe.desk.query_report.run", report_name="Disclosures", filters={})["result"]
    assert [row["legal_basis"] for row in rows if row.get("name") == entered["name"]] == ["§ 87 AufenthG"]


def test_a_case_whose_time_is_over_goes_after_approval_only(officer, manager, case, made):
    run = officer.insert("Retention Run")
    made.append(("Retention Run", run["name"]))
    assert case["name"] not in json.dumps(run["items"]), "an open case is never on the list"
    assert manager.call("kim_app.api.data_protection.approve", run=run["name"]).status_code == 403
    officer.ask("kim_app.api.data_protection.discard", run=run["name"])
    assert officer.call("kim_app.api.data_protection.approve", run=run["name"]).status_code == 417
    assert manager.get("Case", case["name"]).json()["data"]["concern"] == "Kummerwort"
