"""G4 and detailed story 5: nine cases name one obstacle; it becomes a measure, and those who reported it are told."""

from datetime import date, timedelta

import pytest

TODAY = date.today()
SOON = f"{TODAY + timedelta(14)} 10:00:00"
BARRIER = {
    "title": "Wartezeit auf den ersten Termin",
    "category": "waiting",
    "description": "Acht Wochen bis zum Termin.",
}


@pytest.fixture
def cases(login, made):
    """Nine cases of two case managers; each was met by the same obstacle."""
    found = []
    for number in range(9):
        client = login(f"casemanagement{1 + number % 2}")
        person = client.insert("Person", first_name=f"Schleifina{'abcdefghi'[number]}", last_name="Geschichte")
        made.append(("Person", person["name"]))
        case = client.insert("Case", person=person["name"], life_areas=[{"life_area": "residence"}])
        made.append(("Case", case["name"]))
        found.append((client, case["name"]))
    return found


@pytest.fixture
def waiting(admin, cases):
    """The nine cases have been waiting in their phase for 60 days; whatever else there is came today."""
    for _client, name in cases:
        row = admin.get("Case", name).json()["data"]["state_history"][0]
        answer = admin.put("State Period", row["name"], entered_on=f"{TODAY - timedelta(60)} 08:00:00")
        assert answer.status_code == 200, answer.text
    return cases


def refused(answer, text):
    assert answer.status_code in (403, 417), answer.text[:500]
    assert text in answer.text


def test_the_loop(admin, login, made, waiting):
    coordinator, barriers = login("koordination"), []
    # Nine reports, each in one step from its case; title and category are all that is added.
    for client, case in waiting:
        draft = client.ask("kim_app.api.barrier.draft_from_case", case=case)
        barriers.append(client.insert(**draft, **BARRIER)["name"])
        made.append(("Barrier", barriers[-1]))
    offered = login("casemanagement1").ask("kim_app.api.barrier.similar", title="Termin: Wartezeit", category="waiting")
    assert {row["name"] for row in offered} & set(barriers)

    # The coordinator gathers them and sees what the obstacle costs, but no case.
    into = barriers[0]
    answer = coordinator.ask("kim_app.api.barrier.gather", barriers=barriers[1:], into=into)
    assert answer["occurrence_count"] == 9
    seen = coordinator.get("Barrier", into).text
    assert not any(case in seen for _client, case in waiting)
    figures = coordinator.ask("kim_app.api.barrier.figures", barrier=into)
    enquiry = next(row for row in figures["phases"] if row["phase"] == "Enquiry")
    assert figures["cases"] == 9
    assert enquiry["with"] in (60, 61)
    assert enquiry["difference"] is None or enquiry["difference"] > 30

    # A planning conference works on it without names.
    for action in ("Verify", "Give to Working Group"):
        step(coordinator, "Barrier", into, action)
    meeting = coordinator.insert(
        "Meeting", title="Planungskonferenz Wartezeiten", meeting_type="Planning Conference", starts_on=SOON,
        participants=[{"participant_name": "Konrad Koordination", "user": "koordination@kim.example"}],
    )["name"]  # fmt: skip
    made.append(("Meeting", meeting))
    coordinator.ask("kim_app.api.barrier.put_on_agenda", barrier=into, meeting=meeting)
    for text in ("Schleifinaa Geschichte wartet", f"Fall {waiting[0][1]}"):
        refused(coordinator.put("Meeting", meeting, minutes=text), "Niemand darf hier erkennbar sein")
        assert not coordinator.get("Meeting", meeting).json()["data"].get("minutes")
    for action in ("Invite", "Mark as Held"):
        step(coordinator, "Meeting", meeting, action)

    # The steering group decides; the decision becomes a measure with responsible and date.
    step(coordinator, "Barrier", into, "Bring before Steering Group")
    actor = coordinator.insert("Actor", actor_name="Amt der Geschichte fünf", actor_type="city")["name"]
    made.append(("Actor", actor))
    session = coordinator.insert(
        "Meeting", title="Lenkungsgruppe", meeting_type="Steering Group", starts_on=SOON,
        agenda=[{"topic": "Wartezeiten", "barrier": into}],
        decisions=[{"decision": "Zweiter Termintag", "responsible": actor, "due_on": str(TODAY + timedelta(90))}],
    )  # fmt: skip
    made.insert(len(made) - 1, ("Meeting", session["name"]))
    row = session["decisions"][0]["name"]
    refused(
        login("casemanagement1").call(
            "kim_app.api.meeting.measure_from_decision", meeting=session["name"], decision=row
        ),
        "PermissionError",
    )
    measure = coordinator.ask("kim_app.api.meeting.measure_from_decision", meeting=session["name"], decision=row)
    made.append(("Measure", measure))
    step(coordinator, "Barrier", into, "Agree on Measure")

    # It is resolved only when somebody looked whether it helped.
    refused(apply(coordinator, "Barrier", into, "Mark as Resolved"), "Es gibt noch keine Maßnahme")
    assert coordinator.put("Measure", measure, progress=100).status_code == 200
    assert coordinator.put("Measure", measure, checked_on=str(TODAY - timedelta(1)), effect="Yes").status_code == 200
    step(coordinator, "Barrier", into, "Mark as Resolved")

    # Those who reported it have been told at each step, without content.
    for number in (1, 2):
        notices = login(f"casemanagement{number}").get(
            "Notification Log",
            filters={"document_name": into},
            fields=["subject", "document_type"],
            order_by="creation",
        )
        subjects = [notice["subject"] for notice in notices.json()["data"]]
        assert len(subjects) == 3, subjects
        assert all("Bruchstelle" in subject and "Termin" not in subject for subject in subjects)
    logs = admin.get("Notification Log", filters={"document_name": into}, limit_page_length=100).json()["data"]
    made.extend(("Notification Log", log["name"]) for log in logs)


def apply(client, doctype, name, action):
    doc = client.get(doctype, name).json()["data"]
    return client.call("frappe.model.workflow.apply_workflow", doc=doc, action=action)


def step(client, doctype, name, action):
    answer = apply(client, doctype, name, action)
    assert answer.status_code == 200, answer.text[:1500]
