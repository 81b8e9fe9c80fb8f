"""A workflow is checked when it is saved: what could not work is told with table and row, and nothing is stored."""

import pytest


def problem(site, give_rules, doctype="Case", **tables):
    before = site.db.get_value("Workflow", {"document_type": doctype}, "modified")
    with pytest.raises(site.ValidationError) as caught:
        give_rules(doctype, **tables)
    assert site.db.get_value("Workflow", {"document_type": doctype}, "modified") == before
    return str(caught.value)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("doc.priority ==", "cannot be read"),
        ("doc.no_such_field == 1", "no_such_field"),
        ("doc.get('gone') == 1", "gone"),
        ("doc.next_review_on.year > 2020", "not filled in"),
        ("unknown > 3", "unknown"),
    ],
)
def test_a_condition_that_would_fail_is_told_with_its_row(site, give_rules, condition, expected):
    row = {"state": "Intake", "action": "Close Case", "next_state": "Closed", "allowed": "KIM Case Manager"}
    text = problem(site, give_rules, transitions=[{**row, "condition": condition}])
    number = site.db.count("Workflow Transition", {"parent": "KIM Case"}) + 1
    assert f"row {number}" in text
    assert expected in text


def test_a_condition_that_asks_first_is_taken(site, give_rules):
    row = {"state": "Intake", "action": "Close Case", "next_state": "Closed", "allowed": "KIM Case Manager"}
    condition = "doc.next_review_on and doc.get('priority') == 'Acute'"
    workflow = give_rules("Case", transitions=[{**row, "condition": condition}])
    assert workflow.transitions[-1].condition == condition


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"kim_step_rules": [{"state": "Verified"}]}, "no state"),
        ({"kim_step_rules": [{"state": "Intake", "action": "Reopen"}]}, "No transition"),
        ({"kim_step_rules": [{"state": "Intake", "required_field": "gone"}]}, "no field “gone”"),
        ({"kim_step_rules": [{"state": "Intake", "allowed_to": "Colleague in a Field"}]}, "field with the colleague"),
        (
            {"kim_step_rules": [{"state": "Intake", "allowed_to": "Colleague in a Field", "user_field": "person"}]},
            "“person” is no field",
        ),
        (
            {
                "kim_state_rules": [
                    {
                        "state": "Intake",
                        "assign_to": "Team Member With the Least Load",
                        "user_field": "case_manager",
                    }
                ]
            },
            "field with the team",
        ),
        ({"kim_state_tasks": [{"state": "Intake", "task": "x", "user_field": "concern"}]}, "“concern” is no field"),
    ],
)
def test_a_rule_that_could_not_work_is_told(site, give_rules, tables, expected):
    assert expected in problem(site, give_rules, **tables)


def test_every_shipped_workflow_passes(site):
    for name in site.get_all("Workflow", {"name": ("like", "KIM %")}, pluck="name"):
        assert site.get_doc("Workflow", name).save().name == name
