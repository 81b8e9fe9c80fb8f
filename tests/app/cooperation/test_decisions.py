"""What was decided becomes somebody's task, and approved minutes stay as they are."""

from datetime import date, timedelta

import pytest

from frappe.model.workflow import apply_workflow
from frappe.utils import getdate, nowdate

from kim_app import reminders
from kim_app.api import meeting as api
from kim_app.cooperation import decisions

SOON = f"{date.today() + timedelta(14)} 10:00:00"
DUE = getdate("2026-09-01")


@pytest.fixture
def held(site, make, acting, team):
    """Return a function that holds a steering group with one decision for a colleague."""

    def hold(state="Held", who="clerk", **row):
        decision = {"decision": "Wegweiser <b>drucken</b>", "responsible_user": team.users[who], "due_on": str(DUE)}
        with acting(team.users["co"]):
            meeting = make(
                "Meeting", title="Lenkungsgruppe", meeting_type="Steering Group", starts_on=SOON,
                participants=[{"participant_name": "Kollegin"}], minutes="<p>Besprochen.</p>",
                agenda=[{"topic": "Wegweiser", "minutes": "Ja"}], decisions=[{**decision, **row}],
            )  # fmt: skip
            for action in ("Invite", "Mark as Held", "Approve Minutes"):
                meeting = apply_workflow(meeting, action)
                if meeting.workflow_state == state:
                    break
        return meeting

    return hold


def task_of(site, meeting):
    name = site.db.get_value("Meeting Decision", meeting.decisions[0].name, "task")
    return site.get_doc("ToDo", name) if name else None


def test_approval_makes_a_task_of_each_decision_with_a_colleague(site, team, held):
    meeting = held("Held")
    assert task_of(site, meeting) is None
    task = task_of(site, held("Minutes Approved"))
    assert (task.allocated_to, task.date, task.status) == (team.users["clerk"], DUE, "Open")
    assert task.description == "Wegweiser &lt;b&gt;drucken&lt;/b&gt;"
    told = {"for_user": team.users["clerk"], "document_type": "ToDo", "document_name": task.name}
    assert site.db.get_value("Notification Log", told, "subject") == "Sie haben eine Aufgabe aus einer Sitzung"


def test_a_decision_without_a_colleague_is_no_task(site, held):
    meeting = held("Minutes Approved", responsible_user=None, responsible="Sozialamt")
    assert task_of(site, meeting) is None


def test_tasks_can_be_given_before_the_approval_and_only_once(site, acting, team, held):
    meeting = held()
    with acting(team.users["co"]):
        assert len(api.make_tasks(meeting.name)) == 1
        assert api.make_tasks(meeting.name) == []
        apply_workflow(site.get_doc("Meeting", meeting.name), "Approve Minutes")
    assert site.db.count("ToDo", {"reference_name": meeting.name}) == 1


@pytest.mark.parametrize("who", ["cm1", "clerk", "steering"])
def test_who_may_not_change_the_meeting_gives_no_task(site, acting, team, held, who):
    meeting = held()
    with acting(team.users[who]), pytest.raises(site.PermissionError):
        api.make_tasks(meeting.name)
    assert task_of(site, meeting) is None


def test_whoever_has_the_task_closes_it_and_the_decision_is_done(site, acting, team, held):
    meeting = held("Minutes Approved")
    name = task_of(site, meeting).name
    with acting(team.users["clerk"]):
        assert site.get_list("ToDo", {"name": name}, pluck="name") == [name]
        task = site.get_doc("ToDo", name)
        task.check_permission("read")
        task.status = "Closed"
        task.save()
    row = site.get_doc("Meeting", meeting.name).decisions[0]
    assert row.done_on == getdate(nowdate())
    with acting(team.users["clerk"]):
        task = site.get_doc("ToDo", name)
        task.status = "Open"
        task.save()
    assert not site.get_doc("Meeting", meeting.name).decisions[0].done_on


def test_nobody_else_sees_the_task_of_a_colleague(site, acting, team, held):
    name = task_of(site, held("Minutes Approved")).name
    for who in ("cm1", "steering"):
        with acting(team.users[who]):
            assert site.get_list("ToDo", {"name": name}) == []
            with pytest.raises(site.PermissionError):
                site.get_doc("ToDo", name).check_permission("read")


def test_a_task_is_not_hung_elsewhere_by_whoever_has_it(site, acting, team, held):
    name = task_of(site, held("Minutes Approved")).name
    with acting(team.users["clerk"]):
        task = site.get_doc("ToDo", name)
        task.update({"reference_type": "Case", "reference_name": team.cases["cm1"]})
        with pytest.raises(site.PermissionError):
            task.save()
    assert site.db.get_value("ToDo", name, "reference_type") == "Meeting"


def test_a_case_conference_gives_tasks_only_to_those_on_its_cases(site, make, acting, team):
    with acting(team.users["cm1"]):
        meeting = make(
            "Meeting", title="Fall", meeting_type="Case Conference", starts_on=SOON,
            agenda=[{"topic": "Ziele", "case": team.cases["cm1"]}],
        )  # fmt: skip
        for who in ("clerk", "cm2", "co"):
            meeting.reload()
            meeting.append("decisions", {"decision": "Termin", "responsible_user": team.users[who]})
            with pytest.raises(site.ValidationError) as caught:
                meeting.save()
            assert "may not see this case conference" in str(caught.value)
        meeting.reload()
        meeting.append("decisions", {"decision": "Termin", "responsible_user": team.users["cm1"]})
        meeting.save()
        assert len(api.make_tasks(meeting.name)) == 1
    assert len(site.get_doc("Meeting", meeting.name).decisions) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"minutes": "<p>Anders</p>"},
        {"title": "Anders"},
        {"starts_on": f"{date.today() + timedelta(3)} 09:00:00"},
        {"agenda": []},
        {"decisions": []},
        {"participants": []},
        {"decisions": [{"decision": "Anders"}]},
    ],
    ids=str,
)
def test_approved_minutes_stay_as_they_are(site, acting, team, held, values):
    meeting = held("Minutes Approved")
    with acting(team.users["co"]):
        doc = site.get_doc("Meeting", meeting.name)
        doc.update(values)
        with pytest.raises(site.ValidationError) as caught:
            doc.save()
    assert "please choose “Revise Minutes” first" in str(caught.value)
    stored = site.get_doc("Meeting", meeting.name)
    assert (stored.title, stored.minutes) == ("Lenkungsgruppe", "<p>Besprochen.</p>")
    assert stored.decisions[0].decision == "Wegweiser <b>drucken</b>"


@pytest.mark.parametrize("field", ["decision", "responsible", "responsible_user", "due_on"])
def test_no_part_of_an_approved_decision_changes(site, acting, team, held, field):
    meeting = held("Minutes Approved")
    new = {"responsible_user": team.users["cm1"], "due_on": "2027-01-01"}.get(field, "Anders")
    with acting(team.users["co"]):
        doc = site.get_doc("Meeting", meeting.name)
        doc.decisions[0].set(field, new)
        with pytest.raises(site.ValidationError) as caught:
            doc.save()
    assert "The minutes are approved" in str(caught.value)
    assert str(site.get_doc("Meeting", meeting.name).decisions[0].get(field)) != new


def test_a_row_on_its_own_is_no_way_around_the_checks_of_its_document(site, acting, team, held):
    row = held("Minutes Approved").decisions[0]
    with acting(team.users["co"]):
        alone = site.get_doc("Meeting Decision", row.name)
        alone.decision = "Heimlich"
        added = {"parenttype": "Meeting", "parent": row.parent, "parentfield": "decisions", "decision": "Heimlich"}
        for attempt in (alone.save, site.get_doc({"doctype": "Meeting Decision", **added}).insert):
            with pytest.raises(site.PermissionError) as caught:
                attempt()
            assert "A row is changed in the document" in str(caught.value)
    assert not site.db.exists("Meeting Decision", {"decision": "Heimlich"})


def test_an_approved_decision_can_still_become_a_measure(site, acting, team, barrier, held):
    meeting = held("Minutes Approved")
    name = barrier().name
    with acting(team.users["co"]):
        chosen = {"barrier": name, "responsible_type": "Actor", "responsible": team.actor, "due_on": "2026-09-01"}
        measure = api.measure_from_decision(meeting.name, meeting.decisions[0].name, **chosen)
    assert site.db.get_value("Meeting Decision", meeting.decisions[0].name, "measure") == measure


def test_minutes_are_corrected_after_they_are_opened_again_and_the_task_follows(site, acting, team, held):
    meeting = held("Minutes Approved")
    task = task_of(site, meeting)
    with acting(team.users["co"]):
        apply_workflow(site.get_doc("Meeting", meeting.name), "Revise Minutes")
        doc = site.get_doc("Meeting", meeting.name)
        doc.decisions[0].update({"decision": "Wegweiser online", "due_on": "2026-10-01"})
        doc.save()
    task.reload()
    assert (task.description, task.date) == ("Wegweiser online", getdate("2026-10-01"))
    with acting(team.users["co"]):
        doc.reload()
        doc.set("decisions", [])
        doc.save()
    task.reload()
    assert task.status == "Cancelled"


def test_a_task_is_reminded_of_without_its_text(site, held, team):
    task = task_of(site, held("Minutes Approved"))
    for day, subject in ((DUE - timedelta(7), "bald fällig"), (DUE, "heute fällig")):
        (found,) = [row for row in decisions.due(day) if row.name == task.name]
        assert (found.user, found.doctype) == (team.users["clerk"], "ToDo")
        assert subject in found.subject and "Wegweiser" not in found.subject
    task.status = "Closed"
    task.save()
    assert not [row for row in decisions.due(DUE) if row.name == task.name]
    assert "kim_app.cooperation.decisions.due" in reminders.SOURCES
