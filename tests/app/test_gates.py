"""Gates of cases, meetings and referrals, asked one by one: what is missing is told, and nothing once it is there."""

import pytest

from kim_app.gates import case as of_case
from kim_app.gates import meeting as of_meeting
from kim_app.gates import referral as of_referral


@pytest.fixture
def case(make, person):
    return make("Case", person=person().name, case_manager="Administrator")


def test_planning_needs_an_assessment(case, make):
    assert "There is no assessment yet. Please enter one" in of_case.assessment(case)
    make("Assessment", case=case.name, scores=[{"life_area": "work", "score": 3}])
    assert of_case.assessment(case) is None


def test_linking_needs_a_goal(case):
    assert "There is no goal yet. Please agree on at least one goal" in of_case.goals(case)
    case.append("goals", {"life_area": "work", "goal": "Arbeit"})
    assert of_case.goals(case) is None


def test_closing_needs_a_reason(case):
    assert "The closing reason is missing. Please choose it" in of_case.closing_reason(case)
    case.closing_reason = "reached"
    assert of_case.closing_reason(case) is None


def test_closing_needs_the_result_of_each_goal(case):
    goal = case.append("goals", {"life_area": "work", "goal": "Arbeit"})
    assert "Goals without a result: rows 1. Please enter the result" in of_case.evaluated_goals(case)
    goal.result = "Reached"
    assert of_case.evaluated_goals(case) is None


def test_an_invitation_needs_a_time(site):
    meeting = site.get_doc({"doctype": "Meeting", "title": "Sitzung", "meeting_type": "Working Group"})
    assert "The time is missing. Please enter it under" in of_meeting.time(meeting)
    meeting.starts_on = "2026-03-01 10:00:00"
    assert of_meeting.time(meeting) is None


def test_linking_needs_goals_that_can_be_evaluated(case):
    goal = case.append("goals", {"life_area": "work", "goal": "Arbeit"})
    assert "Goals that are not complete: row 1" in of_case.smart_goals(case)
    goal.update({"indicator": "Vertrag", "responsible": "Ada", "due_on": "2099-01-01"})
    assert of_case.smart_goals(case) is None


def test_sending_needs_an_actor_that_receives(site, make):
    make("Actor", actor_name="Akteur der Schranken", actor_type="other", accepts_referrals=0)
    referral = site.get_doc({"doctype": "Referral", "actor": "Akteur der Schranken"})
    assert " takes no referrals at present. Please choose another one" in of_referral.open_actor(referral)
    site.db.set_value("Actor", "Akteur der Schranken", "accepts_referrals", 1)
    assert of_referral.open_actor(referral) is None


def test_an_end_needs_an_outcome_that_fits(site):
    referral = site.get_doc({"doctype": "Referral", "workflow_state": "Completed", "outcome": "full"})
    assert "Please choose another outcome or the fitting action." in of_referral.fitting_outcome(referral)
    referral.outcome = "helped"
    assert of_referral.fitting_outcome(referral) is None
