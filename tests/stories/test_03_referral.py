"""Story 3: a case manager looks for debt advice in Arabic, refers with consent, waits, and reports a barrier."""

from datetime import date, timedelta

import pytest

from tests.rest import Client

CASE_MANAGER, COLLEAGUE = "casemanagement1@kim.example", "casemanagement2@kim.example"
COORDINATION, CLERK = "koordination@kim.example", "auslaenderamt@kim.example"
ROOM = "kim_app.api.referral"
NEAR, OLD = "Story-Schuldnerberatung Nord", "Story-Schuldnerberatung Süd"


def day(offset):
    return str(date.today() + timedelta(days=offset))


@pytest.fixture(scope="module")
def admin(server):
    return Client(server)


@pytest.fixture(scope="module")
def users(server):
    return {user: Client(server, user) for user in (CASE_MANAGER, COLLEAGUE, COORDINATION, CLERK)}


@pytest.fixture
def me(users):
    return users[CASE_MANAGER]


@pytest.fixture
def directory(users, made):
    """Two places of debt advice with Arabic and free places, one not confirmed for a year; one without Arabic."""
    coordination = users[COORDINATION]

    def actor(name, language, verified_on):
        coordination.insert(
            "Actor", actor_name=name, actor_type="debt", verified_on=verified_on, city="Musterstadt",
            email="beratung@story.example", life_areas=[{"life_area": "debts"}], languages=[{"language": language}],
        )  # fmt: skip
        made.append(("Actor", name))
        offer = coordination.insert("Offer", offer_name="Beratung", actor=name, free_places=2, waiting_weeks=3)
        made.append(("Offer", offer["name"]))

    actor(NEAR, "ar", day(-20))
    actor(OLD, "ar", day(-400))
    actor("Story-Schuldnerberatung West", "uk", day(-20))


@pytest.fixture
def case(me, made):
    person = me.insert("Person", first_name="Amira", last_name="Storydrei", birth_date="1988-07-06")
    made.append(("Person", person["name"]))
    made.append(("Case", me.insert("Case", person=person["name"])["name"]))
    return {"person": person["name"], "case": made[-1][1]}


@pytest.fixture
def referral(me, made, directory, case):
    """A draft of a referral with warm handover to the confirmed actor."""
    doc = me.insert(
        "Referral", case=case["case"], actor=NEAR, life_area="debts", reason="counselling", warm_handover=1,
        handover_contact="Frau Nord",
    )  # fmt: skip
    made.append(("Referral", doc["name"]))
    return doc


def act(client, name, action):
    doc = client.get("Referral", name).json()["data"]
    return client.call("frappe.model.workflow.apply_workflow", doc={**doc, "doctype": "Referral"}, action=action)


def state(admin, name):
    return admin.get("Referral", name).json()["data"]["workflow_state"]


@pytest.fixture
def sent(me, admin, made, referral, case):
    """The referral, sent with a consent that names the actor."""
    consent = me.insert("Consent", person=case["person"], purpose="Referral", actors=[{"actor": NEAR}])
    made.append(("Consent", consent["name"]))
    made.append(made.pop(-2))  # the referral rests on the consent and goes first
    assert act(me, referral["name"], "Send").status_code == 200
    return admin.get("Referral", referral["name"]).json()["data"]


def today(client):
    answer = client.ask("frappe.desk.query_report.run", report_name="Today", filters={"only_mine": 1})
    return {(row["what"], row["document"]) for row in answer["result"]}


def test_two_are_found_and_one_is_marked_as_not_confirmed(me, directory):
    rows = me.ask(f"{ROOM}.find_actors", life_area="debts", language="ar", free_places=1, place="Musterstadt")
    found = {row["actor"]: row for row in rows if row["actor"].startswith("Story-")}
    assert list(found) == [NEAR, OLD]
    assert found[NEAR]["confirmed"]
    assert not found[OLD]["confirmed"]
    assert found[OLD]["verification"] == "nicht bestätigt seit 12 Monaten"
    assert found[NEAR]["free_places"] == 2


def test_without_a_consent_that_names_the_actor_it_is_blocked_with_the_way_out(me, admin, made, referral, case):
    other = me.insert("Consent", person=case["person"], purpose="Referral", actors=[{"actor": OLD}])
    made.append(("Consent", other["name"]))
    answer = act(me, referral["name"], "Send")
    assert answer.status_code == 417
    assert "keine gültige Einwilligung" in answer.text
    assert "Zweck „Vermittlung“" in answer.text
    assert NEAR in answer.text
    assert state(admin, referral["name"]) == "Draft"


def test_with_consent_it_is_sent_and_due_after_fourteen_days(sent):
    assert (sent["workflow_state"], sent["due_on"]) == (
        "Sent",
        str(date.fromisoformat(sent["sent_on"]) + timedelta(14)),
    )
    assert sent["consent"].startswith("E-")


def test_after_fourteen_days_of_silence_it_is_on_the_list_of_today(me, users, admin, sent):
    entry = ("Keine Antwort auf Vermittlung", sent["name"])
    assert entry not in today(me)
    shifted = admin.put("Referral", sent["name"], sent_on=day(-15), due_on=day(-1))
    assert shifted.status_code == 200
    assert entry in today(me)
    for stranger in (COLLEAGUE, COORDINATION, CLERK):
        assert entry not in today(users[stranger])


def test_not_responsible_offers_a_barrier_that_names_nobody(me, users, admin, made, sent, case):
    assert me.put("Referral", sent["name"], outcome="not_responsible").status_code == 200
    assert act(me, sent["name"], "Decline").status_code == 200
    draft = me.ask(f"{ROOM}.barrier_draft", referral=sent["name"])
    assert draft["category"] == "responsibility"
    assert draft["occurrences"][0]["case"] == case["case"]
    for word in ("Amira", "Storydrei", case["person"]):
        assert word not in str(draft)
    barrier = me.ask(f"{ROOM}.report_barrier", referral=sent["name"])
    made.append(("Barrier", barrier))
    stored = admin.get("Referral", sent["name"]).json()["data"]
    assert (stored["workflow_state"], stored["barrier"]) == ("Declined", barrier)
    assert admin.put("Referral", sent["name"], barrier="").status_code == 200
    for stranger in (COLLEAGUE, COORDINATION, CLERK):
        assert users[stranger].call(f"{ROOM}.barrier_draft", referral=sent["name"]).status_code == 403


def test_withdrawn_consent_stops_it(me, admin, sent):
    assert me.put("Consent", sent["consent"], withdrawn_on=day(0)).status_code == 200
    stored = admin.get("Referral", sent["name"]).json()["data"]
    assert (stored["workflow_state"], stored["outcome"]) == ("Cancelled", "withdrawn")


def test_no_way_around_over_rest(me, admin, referral):
    for values in (
        {"workflow_state": "Sent"},
        {"workflow_state": "Sent", "consent": "E-00001", "overridden_by": me.user},
    ):
        assert me.put("Referral", referral["name"], **values).status_code in (403, 417)
    assert state(admin, referral["name"]) == "Draft"
