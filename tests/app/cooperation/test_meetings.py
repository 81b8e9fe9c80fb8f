"""Nobody is spoken about without consent, and what a meeting decides becomes a measure."""

from datetime import date, timedelta

import pytest

from frappe.model.workflow import apply_workflow

from kim_app.api import barrier as barrier_api
from kim_app.api import meeting as api

TODAY = date.today()
SOON = f"{TODAY + timedelta(14)} 10:00:00"


@pytest.fixture
def conference(make, acting, team):
    """Return a function that plans a case conference of cm1 with the own case."""

    def plan(**values):
        agenda = [{"topic": "Ziele", "case": team.cases["cm1"]}]
        people = [{"participant_name": "Ada Ratsuchend", "with_client": 1}]
        with acting(team.users["cm1"]):
            return make("Meeting", **{"title": "Fall", "meeting_type": "Case Conference", "starts_on": SOON,
                                      "agenda": agenda, "participants": people, **values})  # fmt: skip

    return plan


@pytest.fixture
def consent(make, acting, team):
    def give(**values):
        with acting(team.users["cm1"]):
            return make(
                "Consent",
                person=team.persons["cm1"],
                purpose="Case Conference",
                given_on=str(TODAY - timedelta(1)),
                **values,
            )

    return give


def invite(site, acting, team, meeting, who="cm1", action="Invite"):
    with acting(team.users[who]):
        return apply_workflow(site.get_doc("Meeting", meeting.name), action)


def refusal(site, acting, team, meeting, who="cm1", action="Invite"):
    state = site.db.get_value("Meeting", meeting.name, "workflow_state")
    with pytest.raises(site.ValidationError) as caught:
        invite(site, acting, team, meeting, who, action)
    assert site.db.get_value("Meeting", meeting.name, "workflow_state") == state
    return str(caught.value)


def test_an_invitation_needs_participants(site, acting, make, team):
    with acting(team.users["co"]):
        meeting = make("Meeting", title="Netz", meeting_type="Network Meeting", starts_on=SOON)
    assert "Nobody is invited yet" in refusal(site, acting, team, meeting, "co")
    with acting(team.users["co"]):
        meeting.append("participants", {"participant_name": "Kollegin"})
        meeting.save()
    assert invite(site, acting, team, meeting, "co").workflow_state == "Invited"


def test_a_case_conference_needs_the_consent_of_each_person(site, acting, team, conference, consent):
    meeting = conference()
    message = refusal(site, acting, team, meeting)
    assert team.cases["cm1"] in message and "no valid consent to a case conference" in message
    consent()
    assert invite(site, acting, team, meeting).workflow_state == "Invited"


@pytest.mark.parametrize(
    "values",
    [{"valid_until": str(TODAY + timedelta(3))}, {"withdrawn_on": str(TODAY)}],
    ids=["ends before the meeting", "withdrawn"],
)
def test_a_consent_must_last_until_the_meeting(site, acting, team, conference, consent, values):
    consent(**values)
    assert "no valid consent" in refusal(site, acting, team, conference())


def test_a_case_conference_has_a_case(site, acting, team, conference, consent):
    assert "There is no case on the agenda" in refusal(site, acting, team, conference(agenda=[]))
    consent()
    assert invite(site, acting, team, conference()).workflow_state == "Invited"


def test_a_consent_that_names_actors_covers_those_alone(site, acting, make, team, conference, consent):
    with acting(team.users["co"]):
        other = make("Actor", actor_name="Anderes Amt", actor_type="city").name
    consent(actors=[{"actor": team.actor}])
    named = conference(participants=[{"actor": team.actor}])
    assert invite(site, acting, team, named).workflow_state == "Invited"
    message = refusal(site, acting, team, conference(participants=[{"actor": team.actor}, {"actor": other}]))
    assert "the consent does not name Anderes Amt" in message


def test_the_foreigners_office_takes_part_only_where_it_is_named(site, acting, make, team, conference, consent):
    with acting(team.users["co"]):
        office = make("Actor", actor_name="Ausländerbehörde der Schleife", actor_type="abh").name
    consent()
    meeting = conference(participants=[{"actor": office}])
    assert "does not name Ausländerbehörde" in refusal(site, acting, team, meeting)
    consent(actors=[{"actor": office}])
    assert invite(site, acting, team, meeting).workflow_state == "Invited"


def test_a_type_that_the_city_added_can_be_a_foreigners_office(site, acting, make, team, conference, consent):
    make("Actor Type", code="zab", label="Zentrale Ausländerbehörde", foreigners_office=1)
    with acting(team.users["co"]):
        office = make("Actor", actor_name="ZAB der Schleife", actor_type="zab").name
    consent()
    assert "does not name ZAB" in refusal(site, acting, team, conference(participants=[{"actor": office}]))


def test_a_clerk_of_the_foreigners_office_comes_as_the_office(site, acting, team, conference, consent):
    consent()
    meeting = conference(participants=[{"user": team.users["clerk"]}])
    assert "Please enter the office under “Actor”" in refusal(site, acting, team, meeting)


def test_whom_no_consent_can_name_comes_with_the_client_or_from_an_actor(site, acting, team, conference, consent):
    consent(actors=[{"actor": team.actor}])
    meeting = conference(participants=[{"participant_name": "Vera Verein", "email": "vera@verein.example"}])
    assert "Vera Verein comes from nowhere that a consent could name" in refusal(site, acting, team, meeting)
    with acting(team.users["cm1"]):
        meeting.reload()
        meeting.participants[0].actor = team.actor
        meeting.save()
    assert invite(site, acting, team, meeting).workflow_state == "Invited"
    with acting(team.users["cm1"]):
        meeting.reload()
        meeting.append("participants", {"participant_name": "Otto Ortsamt"})
        with pytest.raises(site.ValidationError) as caught:
            meeting.save()
    assert "Otto Ortsamt comes from nowhere" in str(caught.value)
    assert len(site.get_doc("Meeting", meeting.name).participants) == 1


def test_nobody_slips_among_the_participants_after_the_invitation(site, acting, make, team, conference, consent):
    with acting(team.users["co"]):
        other = make("Actor", actor_name="Spätes Amt", actor_type="city").name
    consent(actors=[{"actor": team.actor}])
    meeting = invite(site, acting, team, conference(participants=[{"actor": team.actor}]))
    with acting(team.users["cm1"]):
        doc = site.get_doc("Meeting", meeting.name)
        doc.append("participants", {"actor": other})
        with pytest.raises(site.ValidationError) as caught:
            doc.save()
    assert "the consent does not name Spätes Amt" in str(caught.value)
    assert len(site.get_doc("Meeting", meeting.name).participants) == 1


def test_no_case_slips_onto_the_agenda_after_the_invitation(site, acting, make, person, team, conference, consent):
    meeting = conference()
    consent()
    invite(site, acting, team, meeting)
    with acting(team.users["cm1"]):
        second = make("Case", person=person(first_name="Almaz", last_name="Zweite").name).name
        doc = site.get_doc("Meeting", meeting.name)
        doc.append("agenda", {"topic": "Noch einer", "case": second})
        with pytest.raises(site.ValidationError) as caught:
            doc.save()
    assert second in str(caught.value)
    assert len(site.get_doc("Meeting", meeting.name).agenda) == 1


@pytest.mark.parametrize(
    "values", [{"minutes": "<p>Es wurde gesprochen.</p>"}, {"agenda": [{"topic": "Thema", "minutes": "Besprochen."}]}]
)
def test_minutes_are_approved_when_there_are_some(site, acting, make, team, values):
    people = [{"participant_name": "Kollegin"}]
    with acting(team.users["co"]):
        meeting = make("Meeting", title="AG", meeting_type="Working Group", starts_on=SOON, participants=people,
                       agenda=[{"topic": "Thema"}], minutes="<p><br></p>")  # fmt: skip
    for action in ("Invite", "Mark as Held"):
        invite(site, acting, team, meeting, "co", action)
    assert "The minutes are missing" in refusal(site, acting, team, meeting, "co", "Approve Minutes")
    with acting(team.users["co"]):
        meeting.reload()
        meeting.update(values)
        meeting.save()
    assert invite(site, acting, team, meeting, "co", "Approve Minutes").workflow_state == "Minutes Approved"


def test_a_barrier_comes_on_the_agenda_once(site, barrier, acting, make, team):
    name = barrier().name
    with acting(team.users["co"]):
        meeting = make("Meeting", title="AG", meeting_type="Working Group", starts_on=SOON).name
        for _ in range(2):
            assert barrier_api.put_on_agenda(name, meeting) == meeting
    assert [(item.topic, item.barrier) for item in site.get_doc("Meeting", meeting).agenda] == [
        ("Wartezeit auf den ersten Termin", name)
    ]
    for who in ("cm1", "clerk", "steering"):
        with acting(team.users[who]), pytest.raises(site.PermissionError):
            barrier_api.put_on_agenda(name, meeting)


@pytest.fixture
def decided(make, acting, barrier, team):
    """Return a function that makes a working group of the coordinator with one decision, and names its row."""

    def hold(**row):
        name = barrier().name
        with acting(team.users["co"]):
            meeting = make(
                "Meeting", title="AG", meeting_type="Working Group", starts_on=SOON,
                agenda=[{"topic": "Wartezeit", "barrier": name}],
                decisions=[{"decision": "Zwei Termintage mehr\nab Mai", **row}],
            )  # fmt: skip
        return meeting.name, meeting.decisions[0].name, name

    return hold


def test_a_decision_becomes_a_measure(site, acting, team, decided):
    meeting, row, name = decided(responsible=team.actor, due_on="2026-09-01")
    with acting(team.users["co"]):
        measure = api.measure_from_decision(meeting, row)
    made = site.get_doc("Measure", measure)
    assert (made.barrier, made.responsible, str(made.due_on), made.meeting) == (name, team.actor, "2026-09-01", meeting)
    assert made.title == "Zwei Termintage mehr"
    assert site.db.get_value("Meeting Decision", row, "measure") == measure
    with acting(team.users["co"]), pytest.raises(site.ValidationError) as caught:
        api.measure_from_decision(meeting, row)
    assert "is a measure already" in str(caught.value)


def test_what_the_decision_leaves_open_is_asked_for(site, acting, team, decided):
    meeting, row, _name = decided()
    before = site.db.count("Measure")
    with acting(team.users["co"]), pytest.raises(site.ValidationError) as caught:
        api.measure_from_decision(meeting, row)
    assert "A measure needs: Responsible, Due On" in str(caught.value)
    assert site.db.count("Measure") == before
    with acting(team.users["co"]):
        chosen = {"responsible_type": "User", "responsible": team.users["clerk"], "due_on": "2026-09-01"}
        measure = api.measure_from_decision(meeting, row, **chosen)
    assert site.db.get_value("Measure", measure, "responsible") == team.users["clerk"]


def test_the_decision_says_who_does_the_measure_until_when(site, acting, team, decided):
    meeting, row, _name = decided()
    with acting(team.users["co"]):
        chosen = {"responsible_type": "Actor", "responsible": team.actor, "due_on": "2026-09-01"}
        api.measure_from_decision(meeting, row, **chosen)
    stored = site.db.get_value("Meeting Decision", row, ["responsible", "due_on"])
    assert (stored[0], str(stored[1])) == (team.actor, "2026-09-01")


@pytest.mark.parametrize("who", ["cm1", "clerk", "steering"])
def test_who_only_reads_a_meeting_makes_no_measure_of_it(site, acting, team, decided, who):
    meeting, row, _name = decided(responsible=team.actor, due_on="2026-09-01")
    with acting(team.users[who]), pytest.raises(site.PermissionError):
        api.measure_from_decision(meeting, row)
    assert not site.db.get_value("Meeting Decision", row, "measure")
