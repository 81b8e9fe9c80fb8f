"""Story 6: the foreigners' office: a checklist for this person, papers by one click, no trace of counselling."""

import json
import re
from datetime import date, timedelta

import pytest

TODAY = date.today()
LONG_AGO = str(TODAY - timedelta(500))
CONCERN = "Vertraulich: Streit mit dem Vermieter"


@pytest.fixture
def clerk(login):
    return login("auslaenderamt")


@pytest.fixture
def applicant(clerk, made):
    """A person whom the clerk enters; counselling knows the same person if the test says so."""
    person = clerk.insert(
        "Person", first_name="Amadou", last_name="Geschichte-Sechs", residence_title="permit_104c",
        residence_valid_until=str(TODAY + timedelta(40)), address_line="Musterweg 1", city="Musterstadt",
    )["name"]  # fmt: skip
    made.append(("Person", person))
    return person


@pytest.fixture
def application(clerk, applicant, made):
    """An application under § 25b, received before all others, so that it is first in the queue."""
    values = {"person": applicant, "application_type": "res_25b", "received_on": LONG_AGO, "minor_child": 1}
    name = clerk.insert("Application", **values)["name"]
    made.append(("Application", name))
    return name


@pytest.fixture
def counselled(admin, login, applicant, application, made):
    """Counselling has a case of the same person, who agreed to the exchange with the office."""
    me = "casemanagement1@kim.example"
    case = admin.insert("Case", person=applicant, case_manager=me, concern=CONCERN)["name"]
    made.append(("Case", case))
    consent = login("casemanagement1").insert(
        "Consent", person=applicant, purpose="Exchange with Foreigners Office", given_on=str(TODAY)
    )["name"]
    made.append(("Consent", consent))
    return case, consent


def read(client, name):
    return client.get("Application", name).json()["data"]


def act(client, name, action):
    return client.call("frappe.model.workflow.apply_workflow", doc=read(client, name), action=action)


def messages(answer):
    found = json.loads(answer.json().get("_server_messages") or "[]")
    return " ".join(re.sub(r"<[^>]+>", "", str(json.loads(message)["message"])) for message in found)


def requirement(document, key):
    return next(row for row in document["requirements"] if row["requirement_key"] == key)


def test_the_checklist_asks_for_four_years_with_a_minor_child_and_for_six_without(clerk, application):
    assert requirement(read(clerk, application), "stay")["requirement"].startswith("Vier Jahre")
    assert clerk.put("Application", application, minor_child=0).status_code == 200
    assert requirement(read(clerk, application), "stay")["requirement"].startswith("Sechs Jahre")
    assert all(row["legal_basis"].startswith("§") for row in read(clerk, application)["requirements"])


def test_two_missing_papers_are_asked_for_with_one_click_and_a_reminder(clerk, application):
    for action in ("Check Formally", "Begin Review"):
        assert act(clerk, application, action).status_code == 200
    rows = read(clerk, application)["requirements"]
    for row in rows:
        row["fulfilled"] = int(row["requirement_key"] not in ("german", "livelihood"))
    assert clerk.put("Application", application, requirements=rows).status_code == 200
    reminder = str(TODAY + timedelta(14))
    clerk.ask("kim_app.api.application.request_papers", application=application, reminder_on=reminder)
    document = read(clerk, application)
    (request,) = document["document_requests"]
    assert document["workflow_state"] == "Documents Requested"
    assert request["reminder_on"] == reminder and request["due_on"] == str(TODAY + timedelta(28))
    assert len(request["papers"].splitlines()) == 2
    letter = clerk.http.get(
        f"{clerk.server.url}/printview",
        params={"doctype": "Application", "name": application, "format": "Request for Papers", "_lang": "de"},
    ).text
    for text in ("Zertifikat A2", "Arbeitsvertrag", "Amadou Geschichte-Sechs", "Was sonst geschieht", "§ 82"):
        assert text in letter


def test_the_letter_is_also_a_pdf(clerk, application):
    clerk.ask("kim_app.api.application.request_papers", application=application)
    answer = clerk.http.get(
        f"{clerk.server.url}/api/method/frappe.utils.print_format.download_pdf",
        params={"doctype": "Application", "name": application, "format": "Request for Papers"},
    )
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_a_104c_holder_who_applies_for_another_title_gets_no_fiktionswirkung(clerk, applicant, application, made):
    assert "Keine Fiktionswirkung" not in read(clerk, application)["notices"]
    other = clerk.insert("Application", person=applicant, application_type="ext")["name"]
    made.append(("Application", other))
    assert read(clerk, other)["notices"].startswith("Keine Fiktionswirkung")


def test_a_decision_without_answers_is_refused_in_german_and_says_where(clerk, application):
    for action in ("Check Formally", "Begin Review"):
        assert act(clerk, application, action).status_code == 200
    refused = act(clerk, application, "Prepare Decision")
    assert refused.status_code == 417
    assert "Pflichtvoraussetzungen ohne Antwort" in messages(refused)
    assert "im Reiter „Voraussetzungen“" in messages(refused)
    assert read(clerk, application)["workflow_state"] == "Under Review"


def test_the_clerk_sees_the_own_queue_by_due_date(clerk, application):
    listed = clerk.get("Application", fields=["name", "due_on"], order_by="due_on asc", limit_page_length=5).json()[
        "data"
    ]
    assert listed[0]["name"] == application


def test_the_clerk_finds_no_trace_of_counselling(clerk, applicant, application, counselled):
    case, _consent = counselled
    assert clerk.get("Case").status_code == 403
    assert clerk.get("Case", case).status_code == 403
    assert clerk.call("frappe.client.get_count", doctype="Case", filters={"person": applicant}).status_code == 403
    assert "case" not in read(clerk, application)
    assert case not in clerk.put("Application", application, school_children=1).text
    for arguments in ({"filters": [["case", "is", "set"]]}, {"order_by": "case desc"}, {"filters": {"case": case}}):
        assert clerk.get("Application", fields=["name"], **arguments).status_code == 403
    for doctype, name in (("Person", applicant), ("Application", application)):
        form = clerk.http.get(
            f"{clerk.server.url}/api/method/frappe.desk.form.load.getdoc", params={"doctype": doctype, "name": name}
        ).text
        assert not [trace for trace in (case, CONCERN, "casemanagement1") if trace in form], doctype
        counts = clerk.call("frappe.desk.notifications.get_open_count", doctype=doctype, name=name).text
        assert '"Case"' not in counts
    found = clerk.call("frappe.desk.search.search_link", doctype="Case", txt="Geschichte").text
    assert case not in found
    assert CONCERN not in clerk.call("frappe.utils.global_search.search", text="Vermieter").text


def test_the_case_manager_reads_status_and_due_date_until_consent_is_withdrawn(login, clerk, application, counselled):
    case, consent = counselled
    me = login("casemanagement1")
    seen = read(me, application)
    assert (seen["workflow_state"], seen["due_on"], seen["case"]) == (
        "Received",
        read(clerk, application)["due_on"],
        case,
    )
    for field in ("notices", "requirements", "received_on", "clerk", "minor_child", "title_at_receipt"):
        assert not seen.get(field), field
    assert me.put("Consent", consent, withdrawn_on=str(TODAY)).status_code == 200
    assert me.get("Application", application).status_code == 403
    assert login("casemanagement2").get("Application", application).status_code == 403
