"""What a case needs before it enters a phase: each gate stops and lets pass, by button and by a set field."""

import pytest

from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, nowdate

# From, action, to, what is taken away, what the refusal names.
GATES = [
    ("Enquiry", "Begin Intake", "Intake", "consent", "New Consent"),
    ("Intake", "Begin Assessment", "Assessment", "consent", "New Consent"),
    ("Enquiry", "Decline", "Declined", "intake_reason", "Intake Decision"),
    ("Intake", "Decline", "Declined", "intake_reason", "Intake Decision"),
    ("Assessment", "Begin Planning", "Planning", "assessment", "New Assessment"),
    ("Planning", "Begin Linking", "Linking", "goals", "at least one goal in the tab “Plan”"),
    ("Planning", "Begin Linking", "Linking", "area", "Life areas without a goal: Wohnen."),
    ("Planning", "Begin Linking", "Linking", "indicator", "row 1 (Indicator)"),
    ("Planning", "Begin Linking", "Linking", "responsible", "row 1 (Responsible)"),
    ("Planning", "Begin Linking", "Linking", "due_on", "row 1 (Due On)"),
    ("Linking", "Begin Monitoring", "Monitoring", "next_review_on", "next review is missing"),
    ("Monitoring", "Close Case", "Closed", "closing_reason", "The closing reason is missing"),
    ("Monitoring", "Close Case", "Closed", "result", "Goals without a result: rows 1."),
]
NAMES = [f"{to}-{lack}" for _from, _action, to, lack, _text in GATES]
BY_BUTTON, BY_FIELD = "button", "field"


def move(site, case, action, state, way):
    if way == BY_BUTTON:
        return apply_workflow(case, action)
    doc = site.get_doc("Case", case.name)
    doc.workflow_state = state
    return doc.save()


def take_away(site, case, what):
    if what in ("consent", "assessment"):
        doctype = what.title()
        filters = {"person": case.person}
        site.db.set_value(doctype, filters, {"consent": {"given_on": add_days(nowdate(), 1)}}.get(what, {"case": "x"}))
    elif what == "goals":
        case.goals = []
    elif what == "area":
        case.append("life_areas", {"life_area": "housing"})
    elif what in ("indicator", "responsible", "due_on", "result"):
        case.goals[0].set(what, None)
    else:
        case.set(what, None)
    return case.save().reload()


@pytest.mark.parametrize("way", [BY_BUTTON, BY_FIELD])
@pytest.mark.parametrize(("state", "action", "to", "what", "text"), GATES, ids=NAMES)
def test_a_gate_stops_and_says_what_is_missing(site, ready, refused, state, action, to, what, text, way):
    case = take_away(site, ready(state), what)
    assert text in refused(case, lambda: move(site, case, action, to, way))


@pytest.mark.parametrize("way", [BY_BUTTON, BY_FIELD])
@pytest.mark.parametrize(("state", "action", "to"), sorted({row[:3] for row in GATES}))
def test_a_gate_lets_pass_who_has_everything(site, ready, state, action, to, way):
    assert move(site, ready(state), action, to, way).workflow_state == to
    assert site.db.get_value("Case", {"workflow_state": to}, "name")


def test_the_consent_must_count_today(site, ready, refused):
    case = ready("Enquiry")
    name = site.db.get_value("Consent", {"person": case.person})
    for values in (
        {"withdrawn_on": nowdate()},
        {"withdrawn_on": None, "valid_until": add_days(nowdate(), -1)},
        {"valid_until": None, "awaiting_signature": 1},
        {"awaiting_signature": 0, "purpose": "Referral"},
    ):
        site.db.set_value("Consent", name, values)
        assert "no valid consent to counselling" in refused(case, lambda: apply_workflow(case, "Begin Intake"))


def test_a_phase_that_an_administrator_adds_needs_consent_as_well(site, ready, refused):
    case = take_away(site, ready("Intake"), "consent")
    site.set_user("Administrator")
    site.get_doc({"doctype": "Workflow State", "workflow_state_name": "Wartet auf Amt"}).insert()
    workflow = site.get_doc("Workflow", "KIM Case")
    workflow.append("states", {"state": "Wartet auf Amt", "doc_status": "0", "allow_edit": "KIM Case Manager"})
    workflow.append(
        "transitions",
        {"state": "Intake", "action": "Begin Intake", "next_state": "Wartet auf Amt", "allowed": "KIM Case Manager"},
    )
    workflow.save()
    site.set_user(case.case_manager)
    assert "no valid consent to counselling" in refused(case, lambda: apply_workflow(case, "Begin Intake"))


def test_a_past_review_does_not_count(site, ready, refused):
    case = ready("Linking")
    case.db_set("opened_on", add_days(nowdate(), -9))
    case.db_set("next_review_on", add_days(nowdate(), -1))
    case.reload()
    assert "is past" in refused(case, lambda: apply_workflow(case, "Begin Monitoring"))


def test_a_city_may_do_without_smart_goals_and_want_a_signed_plan(site, ready, refused):
    case = take_away(site, ready("Planning"), "indicator")
    site.set_user("Administrator")
    site.db.set_single_value("KIM Settings", {"require_smart_goals": 0, "require_signed_plan": 1})
    site.clear_document_cache("KIM Settings", "KIM Settings")
    site.set_user(case.case_manager)
    assert "The signed plan is missing" in refused(case, lambda: apply_workflow(case, "Begin Linking"))
    site.db.set_value("Case", case.name, "signed_plan", "/private/files/plan.pdf")
    assert apply_workflow(case.reload(), "Begin Linking").workflow_state == "Linking"


def test_declining_is_noted_as_the_decision(ready):
    case = ready("Enquiry")
    case.intake_decision = None
    case.save()
    assert apply_workflow(case, "Decline").intake_decision == "Decline"


def test_a_decision_follows_the_state_unless_somebody_said_more(site, ready):
    case = ready("Enquiry")
    taken = apply_workflow(case, "Begin Intake")
    assert taken.intake_decision == "Take"
    taken.intake_decision = "Pass On"
    assert taken.save().intake_decision == "Pass On"
    assert apply_workflow(taken, "Decline").intake_decision == "Pass On"
    site.db.set_value("Case", case.name, {"workflow_state": "Intake", "intake_decision": "Take"})
    assert apply_workflow(case.reload(), "Decline").intake_decision == "Decline"


def test_the_person_of_a_case_can_be_corrected_until_counselling_begins(site, ready, person, refused):
    case = ready("Enquiry")
    case.person = right = person(last_name="Richtig").name
    assert case.save().person_name == "Ada Richtig"
    assert site.db.get_value("Assessment", {"case": case.name}, ("person", "person_name")) == (right, "Ada Richtig")
    case.db_set("workflow_state", "Planning")
    case.reload()
    case.person = person(last_name="Ohne Einwilligung").name
    assert "its person stays" in refused(case, case.save)
