"""Rules beside a workflow: who may take a step, and what must be there before."""

import pytest

from frappe.model.workflow import apply_workflow

from kim_app.workflow_rules.steps import offered

STEP = {"state": "Intake", "action": "Begin Assessment"}
NAMED = {**STEP, "allowed_to": "Colleague in a Field", "user_field": "case_manager"}


@pytest.fixture
def teammate(site, world, case):
    """cm2 works on the cases of cm1's team and may change them."""
    team = site.get_doc({"doctype": "Team", "code": "rules", "label": "Team", "case_access": "Read and Write"})
    for key in ("cm1", "cm2"):
        team.append("members", {"user": world.users[key]})
    team.insert()
    site.db.set_value("Case", case.name, "team", team.name)
    case.reload()
    return world.users["cm2"]


def refused(site, case, action):
    """Try the action, and return the refusal; the state must be the same after it."""
    case.reload()
    with pytest.raises(site.ValidationError) as caught:
        apply_workflow(case, action)
    assert site.db.get_value("Case", case.name, "workflow_state") == "Intake"
    return str(caught.value)


def actions_offered(case):
    case.reload()
    return {row["action"] for row in offered(case)}


def test_only_the_colleague_in_the_field_takes_the_step(site, give_rules, case, teammate, acting, world):
    give_rules("Case", kim_step_rules=[NAMED])
    with acting(teammate):
        assert "Case Manager" in refused(site, case, "Begin Assessment")
        assert "Begin Assessment" not in actions_offered(case)
        assert "Close Case" in actions_offered(case)
    with acting(world.users["cm1"]):
        assert "Begin Assessment" in actions_offered(case)


def test_who_takes_an_application_over_in_the_same_save_is_refused(site, give_rules, acting, world, user_with):
    rule = {"state": "Received", "allowed_to": "Colleague in a Field", "user_field": "clerk"}
    give_rules("Application", kim_step_rules=[rule])
    application = world.docs["app_foreign"]
    colleague = user_with("KIM Foreigners Office Clerk")
    site.db.set_value("Application", application.name, "clerk", world.users["clerk_f"])
    with acting(colleague):
        application.reload()
        application.update({"clerk": colleague, "workflow_state": "Formal Check"})
        with pytest.raises(site.ValidationError) as caught:
            application.save()
    assert "deputy" in str(caught.value)
    stored = site.db.get_value("Application", application.name, ["workflow_state", "clerk"])
    assert stored == ("Received", world.users["clerk_f"])


def test_the_deputy_stands_in(site, give_rules, case, teammate, acting, world, make):
    give_rules("Case", kim_step_rules=[NAMED])
    today = site.utils.nowdate()
    with acting(world.users["cm1"]):
        make("Deputy Arrangement", absent_user=world.users["cm1"], deputy=teammate, starts_on=today, ends_on=today)
    with acting(teammate):
        assert "Begin Assessment" in actions_offered(case)


def test_only_the_creator(site, give_rules, case, teammate, acting, world):
    give_rules("Case", kim_step_rules=[{**STEP, "allowed_to": "Creator"}])
    with acting(teammate):
        assert "entered this document" in refused(site, case, "Begin Assessment")
    with acting(world.users["cm1"]):
        assert "Begin Assessment" in actions_offered(case)


@pytest.mark.parametrize(
    ("rule", "reason"), [("Not the Creator", "second person"), ("Not Who Took the Last Step", "last step")]
)
def test_four_eyes(site, give_rules, case, teammate, acting, world, rule, reason):
    give_rules("Case", kim_step_rules=[{**STEP, "allowed_to": rule}])
    with acting(world.users["cm1"]):
        assert reason in refused(site, case, "Begin Assessment")
    with acting(teammate):
        assert "Begin Assessment" in actions_offered(case)


def test_a_rule_without_action_holds_for_all_that_lead_out(site, give_rules, case, teammate, acting):
    give_rules("Case", kim_step_rules=[{**NAMED, "action": None}])
    with acting(teammate):
        assert actions_offered(case) == set()


def test_a_required_field_is_named(site, give_rules, case, acting, world):
    give_rules("Case", kim_step_rules=[{**STEP, "required_field": "helpers"}])
    with acting(world.users["cm1"]):
        text = refused(site, case, "Begin Assessment")
    assert site.get_meta("Case").get_label("helpers") in text


def test_a_comment_of_ones_own_since_the_last_step_is_demanded(site, give_rules, case, teammate, acting, world):
    give_rules("Case", kim_step_rules=[{**STEP, "requires_comment": 1}])
    with acting(teammate):
        case.add_comment("Comment", "Von jemand anderem")
    with acting(world.users["cm1"]):
        assert "write a comment" in refused(site, case, "Begin Assessment")
        case.add_comment("Comment", "Geprüft")
        assert "Begin Assessment" in actions_offered(case)
        assert apply_workflow(case, "Begin Assessment").workflow_state == "Assessment"


def test_all_that_is_missing_is_told_at_once(site, give_rules, case, acting, world):
    give_rules("Case", kim_step_rules=[{**STEP, "requires_comment": 1, "required_field": "helpers"}])
    with acting(world.users["cm1"]):
        text = refused(site, case, "Begin Assessment")
    assert "comment" in text
    assert "fill in" in text


def test_without_rules_a_step_is_free(case, acting, world):
    with acting(world.users["cm1"]):
        assert {"Begin Assessment", "Decline", "Close Case"} <= actions_offered(case)
