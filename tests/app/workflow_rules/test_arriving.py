"""What follows when a document enters a state: somebody is in charge, and tasks are given."""

import pytest

from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, nowdate

CHARGE = {"state": "Assessment", "assign_to": "Colleague in a Field", "user_field": "case_manager"}


def open_tasks(site, doc):
    rows = {"reference_type": doc.doctype, "reference_name": doc.name, "status": "Open"}
    return site.get_all("ToDo", rows, ["allocated_to", "description", "date"], order_by="creation, description")


@pytest.fixture
def go(case, acting, world):
    """Return a function that takes a step of the case as its case manager."""

    def step(action):
        with acting(world.users["cm1"]):
            case.reload()
            return apply_workflow(case, action)

    return step


def test_the_colleague_in_the_field_is_put_in_charge(site, give_rules, case, go, world):
    give_rules("Case", kim_state_rules=[{**CHARGE, "target_days": 5}])
    go("Begin Assessment")
    (task,) = open_tasks(site, case)
    assert task.allocated_to == world.users["cm1"]
    assert "Falleinschätzung" in task.description  # states are told in the reader's language
    assert task.date == getdate(add_days(nowdate(), 5))


def test_being_in_charge_ends_with_the_state_and_other_tasks_stay(site, give_rules, case, go, world):
    give_rules("Case", kim_state_rules=[CHARGE], kim_state_tasks=[{"state": "Assessment", "task": "Anlage prüfen"}])
    go("Begin Assessment")
    case.closing_reason = "moved"
    site.db.set_value("Case", case.name, "closing_reason", "moved")
    go("Close Case")
    assert [task.description for task in open_tasks(site, case)] == ["Anlage prüfen"]


def test_tasks_of_a_state_are_given_once(site, give_rules, case, go, world):
    rows = [{"state": "Assessment", "task": name, "due_days": days} for name, days in (("Erste", 3), ("Zweite", 10))]
    give_rules("Case", kim_state_tasks=rows)
    go("Begin Assessment")
    case.reload()
    case.save()
    tasks = {task.description: task for task in open_tasks(site, case)}
    assert set(tasks) == {"Erste", "Zweite"}
    assert len(open_tasks(site, case)) == 2
    assert tasks["Zweite"].date == getdate(add_days(nowdate(), 10))
    assert {task.allocated_to for task in tasks.values()} == {world.users["cm1"]}


def test_nobody_is_put_in_charge_of_what_he_may_not_read(site, give_rules, case, go, world):
    give_rules("Case", kim_state_rules=[CHARGE])
    site.db.set_value("Case", case.name, "case_manager", world.users["clerk_f"])
    site.get_doc({"doctype": "Deputy Arrangement", "absent_user": world.users["clerk_f"],
                  "deputy": world.users["cm1"], "starts_on": nowdate(), "ends_on": nowdate()}).db_insert()  # fmt: skip
    go("Begin Assessment")
    assert site.db.get_value("Case", case.name, "workflow_state") == "Assessment"
    assert open_tasks(site, case) == []


@pytest.fixture
def team(site, world, case):
    """The team of the case: cm1 has this case on a whole post, cm2 none on half a post."""
    team = site.get_doc({"doctype": "Team", "code": "load", "label": "Team", "case_access": "Read and Write"})
    team.append("members", {"user": world.users["cm1"], "post_percent": 100})
    team.append("members", {"user": world.users["cm2"], "post_percent": 50})
    team.insert()
    site.db.set_value("Case", case.name, "team", team.name)
    return team


@pytest.fixture
def in_charge(site, give_rules, case, team, go):
    """Return a function that lets the case enter Assessment and returns who of the team is in charge then."""

    def enter(user_field="case_manager"):
        rule = {"state": "Assessment", "assign_to": "Team Member With the Least Load", "user_field": user_field}
        give_rules("Case", kim_state_rules=[{**rule, "team_field": "team"}])
        go("Begin Assessment")
        return [task.allocated_to for task in open_tasks(site, case)]

    return enter


def test_the_member_with_the_fewest_documents_is_put_in_charge(in_charge, world):
    assert in_charge() == [world.users["cm2"]]


def test_a_load_is_measured_by_the_share_of_a_post(in_charge, world, acting, make, person):
    with acting(world.users["cm2"]):
        make("Case", person=person(last_name="Last").name)
    assert in_charge() == [world.users["cm1"]]  # one case on a whole post is less than one on half a post


def test_closed_cases_are_no_load(site, in_charge, world, acting, make, person):
    with acting(world.users["cm2"]):
        ended = make("Case", person=person(last_name="Last").name)
    site.db.set_value("Case", ended.name, "workflow_state", "Declined")
    assert in_charge() == [world.users["cm2"]]


def test_without_a_field_open_tasks_are_the_load(site, in_charge, world, case, make):
    make("ToDo", allocated_to=world.users["cm2"], description="x", reference_type="Case", reference_name=case.name)
    assert in_charge(None) == [world.users["cm2"], world.users["cm1"]]


def test_who_is_absent_is_passed_over(in_charge, world, make):
    away = {"absent_user": world.users["cm2"], "starts_on": nowdate(), "ends_on": nowdate()}
    make("Deputy Arrangement", deputy=world.users["cm1"], **away)
    assert in_charge() == [world.users["cm1"]]
