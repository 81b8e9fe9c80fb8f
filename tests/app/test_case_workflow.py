"""A case on its way from the enquiry to the closing and back."""

import pytest

from frappe.model.workflow import WorkflowPermissionError, WorkflowTransitionError, apply_workflow, get_transitions
from frappe.utils import add_days, nowdate

from kim_app.cases import follow_up

WAY = (
    ("Begin Intake", "Intake"),
    ("Begin Assessment", "Assessment"),
    ("Begin Planning", "Planning"),
    ("Begin Linking", "Linking"),
    ("Begin Monitoring", "Monitoring"),
    ("Begin Evaluation", "Evaluation"),
)


@pytest.fixture
def case(site, user_with, make, person):
    """A case in Enquiry; the test goes on as its case manager."""
    site.set_user(user_with("KIM Case Manager"))
    return make("Case", person=person().name)


@pytest.fixture
def agreed(case, make):
    """The case, with a consent to counselling."""
    make("Consent", person=case.person, purpose="Counselling")
    return case


@pytest.fixture
def reopener(site, case):
    """The case manager is given the right to reopen."""
    user = site.session.user
    site.set_user("Administrator")
    site.get_doc("User", user).add_roles("KIM Reopening")
    site.set_user(user)


def closed(case):
    apply_workflow(case, "Begin Intake")
    case.reload()
    case.closing_reason = "moved"
    case.save()
    return apply_workflow(case, "Close Case")


def actions(case):
    return [row["action"] for row in get_transitions(case)]


def test_a_new_case_is_an_enquiry_of_whoever_entered_it(site, case):
    assert case.workflow_state == "Enquiry"
    assert case.case_manager == site.session.user
    assert str(case.opened_on) == nowdate()


def test_the_whole_way(agreed, make):
    case = agreed
    make("Assessment", case=case.name, scores=[{"life_area": "work", "score": 2}])
    goal = {"life_area": "work", "goal": "Arbeit", "indicator": "Vertrag", "responsible": "Ada", "due_on": nowdate()}
    case.append("goals", goal)
    case.save()
    for action, state in WAY:
        case = apply_workflow(case, action)
        assert case.workflow_state == state
    case.closing_reason = "reached"
    case.goals[0].result = "Partly Reached"
    case.save()
    case = apply_workflow(case, "Close Case")
    assert (case.workflow_state, str(case.closed_on), case.next_review_on) == ("Closed", nowdate(), None)
    assert [row.state for row in case.state_history] == ["Enquiry", *(state for _action, state in WAY), "Closed"]
    assert all(row.days is not None and row.left_on for row in case.state_history[:-1])


def test_nobody_writes_the_history_by_hand(case):
    case.append("state_history", {"state": "Closed", "entered_on": "2020-01-01 00:00:00"})
    case.state_history[0].days = 99
    case.save()
    assert [(row.state, row.days) for row in case.reload().state_history] == [("Enquiry", 0)]


def test_no_way_around_the_workflow(site, case):
    case.workflow_state = "Closed"
    case.closing_reason = "reached"
    with pytest.raises(WorkflowPermissionError):
        case.save()
    assert site.db.get_value("Case", case.name, "workflow_state") == "Enquiry"


@pytest.mark.parametrize("state", ["Monitoring", "Closed"])
def test_a_new_case_cannot_begin_further_on(site, case, make, state):
    number = site.db.count("Case")
    with pytest.raises(WorkflowPermissionError):
        make("Case", person=case.person, workflow_state=state)
    assert site.db.count("Case") == number


def test_reopening_is_a_right_of_its_own(site, agreed):
    case = closed(agreed)
    assert "Reopen" not in actions(case)
    with pytest.raises(WorkflowTransitionError):
        apply_workflow(case, "Reopen")
    assert site.db.get_value("Case", case.name, "workflow_state") == "Closed"


def test_reopening_clears_the_day_of_closing_and_sets_a_review(agreed, reopener):
    case = apply_workflow(closed(agreed), "Reopen")
    assert (case.workflow_state, case.closed_on) == ("Monitoring", None)
    assert str(case.next_review_on) == add_days(nowdate(), 28)


def test_a_declined_enquiry_can_come_back(site, case, reopener):
    case.intake_reason = "Wohnt in einer anderen Stadt."
    case.save()
    case = apply_workflow(case, "Decline")
    assert (case.workflow_state, str(case.declined_on), case.closed_on) == ("Declined", nowdate(), None)
    case = apply_workflow(case, "Reopen")
    assert (case.workflow_state, case.declined_on) == ("Enquiry", None)


@pytest.mark.parametrize(("state", "field"), [("Closed", "closed_on"), ("Declined", "declined_on")])
def test_nobody_sets_the_day_from_which_the_retention_counts(site, case, state, field):
    site.db.set_value("Case", case.name, {"workflow_state": state, field: "2026-02-03"})
    for value in ("2019-01-01", None):
        case.reload()
        case.set(field, value)
        case.save()
        assert str(site.db.get_value("Case", case.name, field)) == "2026-02-03"


def test_a_declined_enquiry_is_followed_by_none(site, case):
    site.db.set_value("Case", case.name, {"workflow_state": "Declined", "declined_on": nowdate()})
    before = site.db.count("Case")
    with pytest.raises(site.ValidationError, match="is not closed"):
        follow_up.follow_up(case.reload(), [])
    assert site.db.count("Case") == before


def test_a_stranger_moves_nothing(site, case, user_with):
    site.set_user("Administrator")
    site.set_user(user_with("KIM Case Manager", "KIM Coordinator"))
    with pytest.raises(site.PermissionError):
        apply_workflow(case, "Begin Intake")
    assert site.db.get_value("Case", case.name, "workflow_state") == "Enquiry"
