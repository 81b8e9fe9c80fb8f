"""Story 1: a school sends a woman with two children. She speaks Tigrinya, and a colleague may know her already."""

import json
import re

import pytest

INTAKE = "Begin Intake"


@pytest.fixture
def known(login, made):
    """A colleague counsels her already, under another spelling and with the right date of birth."""
    colleague = login("casemanagement2")
    person = colleague.insert("Person", first_name="Selamawit", last_name="Tesfay", birth_date="1991-05-04")["name"]
    made.append(("Person", person))
    case = colleague.insert("Case", person=person, concern="Vertrauliches Anliegen")["name"]
    made.append(("Case", case))
    return person, case


@pytest.fixture
def enquiry(login, made):
    """What the case manager enters within two minutes: household, mother, children and the case."""
    me = login("casemanagement1")

    def enter(doctype, **values):
        made.append((doctype, me.insert(doctype, **values)["name"]))
        return made[-1][1]

    home = enter("Household", household_name="Tesfai, Musterstraße")
    mother = enter(
        "Person", first_name="Salamawit", last_name="Tesfai", birth_date="1991-04-05", gender="Female",
        interpreter_needed=1, interpreter_language="ti", household=home,
    )  # fmt: skip
    children = [
        enter(
            "Person", first_name=name, last_name="Tesfai", birth_date=born, household=home,
            family_relations=[{"relative": mother, "relation": "Parent"}],
        )
        for name, born in (("Abel", "2016-02-01"), ("Ruth", "2019-08-15"))
    ]  # fmt: skip
    case = enter("Case", person=mother, source="school", concern="Brief vom Jobcenter, Wohnung zu klein.")
    return home, mother, children, case


def begin_intake(client, case):
    doc = client.get("Case", case).json()["data"]
    return client.call("frappe.model.workflow.apply_workflow", doc=doc, action=INTAKE)


def messages(answer):
    """Return the readable messages of an answer, without markup."""
    found = [json.loads(message)["message"] for message in json.loads(answer.json().get("_server_messages") or "[]")]
    return [re.sub(r"<[^>]+>", "", str(message)) for message in found]


def test_the_case_manager_is_told_whom_to_ask_and_nothing_else(login, known):
    asked = {"first_name": "Salamawit", "last_name": "Tesfai", "birth_date": "1991-04-05"}
    answer = login("casemanagement1").ask("kim_app.api.person.possible_duplicates", **asked)
    assert answer == {
        "known": True,
        "level": "likely",
        "ask": "Cem Casemanagement",
        "message": "So jemand ist wahrscheinlich schon bekannt. Bitte fragen Sie Cem Casemanagement, bevor Sie "
        "weitermachen.",
    }
    for office in ("auslaenderamt", "einbuergerung"):
        assert login(office).ask("kim_app.api.person.possible_duplicates", **asked) == {"known": False}
    for outside in ("koordination", "lenkungsgruppe", "datenschutz", "admin"):
        refused = login(outside).call("kim_app.api.person.possible_duplicates", **asked)
        assert refused.status_code == 403
    for doctype, name in zip(("Person", "Case"), known, strict=True):
        assert login("casemanagement1").get(doctype, name).status_code == 403


def test_entering_her_all_the_same_warns_and_does_not_block(login, known, made):
    me = login("casemanagement1")
    values = {"first_name": "Salamawit", "last_name": "Tesfai", "birth_date": "1991-04-05"}
    answer = me.http.post(me.url("Person"), json=values, timeout=60)
    assert answer.status_code == 200, answer.text[:2000]
    made.append(("Person", answer.json()["data"]["name"]))
    assert any("Bitte fragen Sie Cem Casemanagement" in message for message in messages(answer))
    assert known[0] not in answer.text
    assert "Selamawit" not in answer.text


def test_family_household_and_interpreter_are_there(login, enquiry):
    home, mother, children, case = enquiry
    me = login("casemanagement1")
    person = me.get("Person", mother).json()["data"]
    assert [(row["relative"], row["relation"]) for row in person["family_relations"]] == [
        (child, "Child") for child in children
    ]
    assert (person["household_size"], person["minors_in_household"]) == (3, 2)
    members = me.ask("kim_app.api.person.household_members", household_name=home)
    assert [member["name"] for member in members] == [mother, *children]
    assert [member["minor"] for member in members] == [False, True, True]
    stored = me.get("Case", case).json()["data"]
    assert (stored["source"], stored["case_manager"]) == ("school", "casemanagement1@kim.example")
    assert (stored["interpreter_needed"], stored["workflow_state"]) == (1, "Enquiry")


def test_without_consent_counselling_does_not_begin_and_the_form_says_where_to_enter_it(login, enquiry):
    case = enquiry[-1]
    me = login("casemanagement1")
    refused = begin_intake(me, case)
    assert refused.status_code == 417
    text = " ".join(messages(refused))
    for word in ("Einwilligung", "Beratung"):
        assert word in text
    assert me.get("Case", case).json()["data"]["workflow_state"] == "Enquiry"


def test_with_the_consent_counselling_begins(login, enquiry, made):
    _home, mother, _children, case = enquiry
    me = login("casemanagement1")
    consent = me.insert("Consent", person=mother, purpose="Counselling", given_on="2026-01-15", language="ti")
    made.append(("Consent", consent["name"]))
    assert begin_intake(me, case).status_code == 200
    assert me.get("Case", case).json()["data"]["workflow_state"] == "Intake"


def test_the_consent_form_prints_in_plain_german_before_it_is_signed(login, enquiry, made):
    me = login("casemanagement1")
    consent = me.ask("kim_app.api.consent.draft", person=enquiry[1], purpose="Counselling")
    made.append(("Consent", consent))
    form = me.ask("frappe.www.printview.get_html_and_style", doc="Consent", name=consent, print_format="Consent Form")
    for words in ("Einwilligung", "Salamawit Tesfai", "Ich möchte", "freiwillig"):
        assert words in form["html"]
    assert begin_intake(me, enquiry[-1]).status_code == 417, "a form that nobody signed counts for nothing"
