"""Case manager, plan: assess, agree on goals, print, review, and see after four months what changed."""

import json
from datetime import date, timedelta

import pytest

from tests.rest import Client

AREAS = ("residence", "language", "housing", "work", "livelihood", "health", "family", "participation")
CASE_API = "kim_app.api.case"
CONSENT_API = "kim_app.api.consent"


def day(distance):
    return str(date.today() + timedelta(distance))


@pytest.fixture
def admin(server):
    return Client(server)


@pytest.fixture
def manager(server):
    return Client(server, "casemanagement1@kim.example")


@pytest.fixture
def case(manager, made):
    """A case in Intake's doorway: an enquiry with eight life areas, entered by the case manager."""
    person = manager.insert("Person", first_name="Selam", last_name="Planprobe", birth_date="1991-05-14")
    made.append(("Person", person["name"]))
    areas = [{"life_area": area} for area in AREAS[:3]]
    case = manager.insert("Case", person=person["name"], priority="High", life_areas=areas, opened_on=day(-130))
    made.append(("Case", case["name"]))
    return case


def step(client, case, action):
    """Take a step of the workflow; return the answer."""
    doc = client.get("Case", case["name"]).json()["data"]
    return client.call("frappe.model.workflow.apply_workflow", doc={**doc, "doctype": "Case"}, action=action)


def state(client, case):
    return client.get("Case", case["name"]).json()["data"]["workflow_state"]


def refused(client, case, action, text):
    """Expect a refusal that says in German what is missing; nothing changes, by button nor by a set field."""
    before = client.get("Case", case["name"]).json()["data"]
    answer = step(client, case, action)
    assert answer.status_code == 417, answer.text[:500]
    messages = json.loads(answer.json()["_server_messages"])
    assert text in " ".join(str(json.loads(message)["message"]) for message in messages)
    assert client.get("Case", case["name"]).json()["data"] == before


def goal(area, text):
    return {
        "life_area": area,
        "goal": text,
        "indicator": "Bescheinigung liegt vor",
        "responsible": "Selam Planprobe",
        "due_on": day(60),
    }


def consent(manager, case, made):
    """Prepare the consent, print it, note the signature."""
    name = manager.ask(f"{CONSENT_API}.draft", person=case["person"], purpose="Counselling")
    made.append(("Consent", name))
    page = manager.http.get(
        f"{manager.server.url}/printview", params={"doctype": "Consent", "name": name, "format": "Consent Form"}
    )
    assert page.status_code == 200
    for part in ("Einwilligung: Beratung", "freiwillig", "jederzeit ganz oder teilweise widerrufen", "Unterschrift"):
        assert part in page.text
    return name


def assess(manager, case, made, assessed_on, **scores):
    rows = [
        {"life_area": area, "score": scores.get(area, 3), "resource": f"Stärke in {area}", "need": "Bedarf"}
        for area in AREAS
    ]
    done = manager.insert("Assessment", case=case["name"], assessed_on=assessed_on, scores=rows)
    made.append(("Assessment", done["name"]))
    return done


def test_from_the_assessment_to_the_plan_and_what_changed_after_four_months(manager, case, made, server):
    refused(manager, case, "Begin Intake", "Neue Einwilligung")
    name = consent(manager, case, made)
    refused(manager, case, "Begin Intake", "keine gültige Einwilligung")
    manager.ask(f"{CONSENT_API}.sign", consent=name, given_on=day(0))
    for action in ("Begin Intake", "Begin Assessment"):
        assert step(manager, case, action).status_code == 200

    refused(manager, case, "Begin Planning", "Neue Falleinschätzung")
    assert manager.ask(f"{CASE_API}.assessment_start", case=case["name"]) == list(AREAS[:3])
    first = assess(manager, case, made, day(-120), language=1)
    assert first["average_score"] == 2.75
    assert step(manager, case, "Begin Planning").status_code == 200
    picture = manager.ask(f"{CASE_API}.assessment_picture", case=case["name"])
    assert len(picture["labels"]) == 8
    assert picture["rows"][1]["resource"] == "Stärke in language"

    refused(manager, case, "Begin Linking", "mindestens ein Ziel")
    goals = [goal(area, f"Ziel {area}") for area in AREAS[:3]]
    assert manager.put("Case", case["name"], goals=goals[:2]).status_code == 200
    refused(manager, case, "Begin Linking", "Lebensbereiche ohne Ziel: Wohnen")
    assert manager.put("Case", case["name"], goals=[*goals[:2], {**goals[2], "due_on": None}]).status_code == 200
    refused(manager, case, "Begin Linking", "Unvollständige Ziele: Zeile 3 (Fällig am)")
    assert manager.put("Case", case["name"], goals=goals, resources="Spricht vier Sprachen").status_code == 200
    print_plan(manager, case, made)
    assert step(manager, case, "Begin Linking").status_code == 200

    assert manager.put("Case", case["name"], next_review_on=None).status_code == 200
    refused(manager, case, "Begin Monitoring", "nächsten Überprüfung fehlt")
    assert manager.ask(f"{CASE_API}.review_done", case=case["name"]) == day(14)
    assert step(manager, case, "Begin Monitoring").status_code == 200
    assert state(manager, case) == "Monitoring"

    assess(manager, case, made, day(0), language=3, housing=4)
    picture = manager.ask(f"{CASE_API}.assessment_picture", case=case["name"])
    assert [row["values"][1:3] for row in picture["datasets"]] == [[1, 3], [3, 4]]
    assert nobody_else_sees(server, case)


def print_plan(manager, case, made):
    """The plan prints with goals and lines for signature, and without a note."""
    note = manager.insert("Contact Note", case=case["name"], note="Nur in der Notiz", confidential=1)
    made.append(("Contact Note", note["name"]))
    query = {"doctype": "Case", "name": case["name"], "format": "Support Plan"}
    page = manager.http.get(f"{manager.server.url}/printview", params=query).text
    for part in ("Hilfeplan", "Ziel housing", "Bescheinigung liegt vor", "Spricht vier Sprachen", "Unterschrift"):
        assert part in page
    assert "Nur in der Notiz" not in page
    pdf = manager.http.get(f"{manager.server.url}/api/method/frappe.utils.print_format.download_pdf", params=query)
    assert pdf.content.startswith(b"%PDF")


def nobody_else_sees(server, case):
    """No other login gets the picture, the plan or the case."""
    query = {"doctype": "Case", "name": case["name"], "format": "Support Plan"}
    for user in ("casemanagement2", "koordination", "auslaenderamt", "lenkungsgruppe", "admin", "datenschutz"):
        other = Client(server, f"{user}@kim.example")
        assert other.call(f"{CASE_API}.assessment_picture", case=case["name"]).status_code == 403, user
        assert "Planprobe" not in other.http.get(f"{server.url}/printview", params=query).text
        assert other.get("Case", case["name"]).status_code == 403
    return True
