"""A case on its way from the enquiry to the closing and back."""

import pytest

from frappe.model.workflow import WorkflowPermissionError, WorkflowTransitionError, apply_workflow, get_transitions
from frappe.utils import nowdate

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


def test_a_new_case_is_an_enquiry_of_whoever_entered_it(site, case):
    assert case.workflow_state == "Enquiry"
    assert case.case_manager == site.session.user
    assert str(case.opened_on) == nowdate()


def test_the_whole_way(case):
    for action, state in WAY:
        case = apply_workflow(case, action)
        assert case.workflow_state == state
    case.closing_reason = "reached"
    case.save()
    case = apply_workflow(case, "Close Case")
    assert (case.workflow_state, str(case.closed_on)) == ("Closed", nowdate())


def test_no_closing_without_a_reason(site, case):
    apply_workflow(case, "Begin Intake")
    case.reload()
    assert "Close Case" not in [row["action"] for row in get_transitions(case)]
    with pytest.raises(WorkflowTransitionError):
        apply_workflow(case, "Close Case")
    assert site.db.get_value("Case", case.name, "workflow_state") == "Intake"


def test_no_way_around_the_workflow(site, case):
    case.workflow_state = "Closed"
    case.closing_reason = "reached"
    with pytest.raises(WorkflowPermissionError):
        case.save()
    assert site.db.get_value("Case", case.name, "workflow_state") == "Enquiry"


def test_reopening_clears_the_day_of_closing(case):
    apply_workflow(case, "Begin Intake")
    case.reload()
    case.closing_reason = "moved"
    case.save()
    apply_workflow(case, "Close Case")
    case = apply_workflow(case, "Reopen")
    assert (case.workflow_state, case.closed_on) == ("Monitoring", None)


def test_a_declined_enquiry_can_come_back(case):
    case = apply_workflow(case, "Decline")
    assert case.workflow_state == "Declined"
    assert apply_workflow(case, "Reopen").workflow_state == "Enquiry"


def test_a_stranger_moves_nothing(site, case, user_with):
    site.set_user("Administrator")
    site.set_user(user_with("KIM Case Manager", "KIM Coordinator"))
    with pytest.raises(site.PermissionError):
        apply_workflow(case, "Begin Intake")
