"""What an earlier release stored is there after an update, and a patch that runs twice changes nothing more."""

import pytest

from kim_app.patches import (
    barriers_name_their_author_apart,
    choices_become_lists,
    declined_enquiries_have_their_day,
    persons_name_their_author_apart,
    reopening_becomes_a_right,
    types_of_actors_name_the_foreigners_office,
    workflows_say_where_work_ends,
)
from kim_app.setup.workflows.case import MAY_REOPEN
from tests.app.test_doctypes import APP


def test_every_patch_that_is_listed_is_there(site):
    lines = [line for line in (APP / "patches.txt").read_text().splitlines() if line and not line.startswith("[")]
    assert lines
    assert all(callable(site.get_attr(f"{line}.execute")) for line in lines)


@pytest.mark.parametrize(("doctype", "fieldname", "keys"), choices_become_lists.CHANGES)
def test_old_choices_become_keys_of_the_list(site, doctype, fieldname, keys):
    listed = site.get_meta(doctype).get_field(fieldname).options
    assert all(site.db.exists(listed, key) for key in keys.values())


def test_an_old_record_keeps_what_it_said(site, world):
    referral = world.docs["referral"].name
    site.db.set_value("Actor", "Akteur der Rechte", "actor_type", "Women's Shelter")
    site.db.set_value("Case", world.docs["case"].name, "source", "Self")
    site.db.set_value("Referral", referral, {"reason": "Course Place", "outcome": "No Place"})
    for _run in range(2):
        choices_become_lists.execute()
        assert site.db.get_value("Actor", "Akteur der Rechte", "actor_type") == "shelter"
        assert site.db.get_value("Case", world.docs["case"].name, "source") == "self"
        assert site.db.get_value("Referral", referral, ["reason", "outcome"]) == ("course", "full")


def reopening(site):
    return {row.condition for row in site.get_doc("Workflow", "KIM Case").transitions if row.action == "Reopen"}


def without_condition(site):
    for name in site.get_all("Workflow Transition", {"parent": "KIM Case", "action": "Reopen"}, pluck="name"):
        site.db.set_value("Workflow Transition", name, "condition", None)
    site.clear_cache(doctype="Workflow")


def test_reopening_becomes_a_right_where_nobody_changed_the_workflow(site):
    without_condition(site)
    for _run in range(2):
        reopening_becomes_a_right.execute()
        assert reopening(site) == {MAY_REOPEN}


def test_a_workflow_that_an_administrator_changed_stays(site, capsys):
    without_condition(site)
    site.get_doc({"doctype": "Version", "ref_doctype": "Workflow", "docname": "KIM Case", "data": "{}"}).insert()
    reopening_becomes_a_right.execute()
    assert reopening(site) == {None}
    assert "stays" in capsys.readouterr().out


def test_a_person_of_an_earlier_release_stays_with_whoever_entered_it(site, world, acting):
    name = world.docs["p_new"].name
    site.db.set_value("Person", name, {"owner": world.users["cm1"], "entered_by": None, "name_key": None})
    for _run in range(2):
        persons_name_their_author_apart.execute()
        kept = site.db.get_value("Person", name, ["owner", "entered_by", "name_key"], as_dict=True)
        assert (kept.owner, kept.entered_by) == ("Administrator", world.users["cm1"])
        assert kept.name_key.strip()
    with acting(world.users["cm1"]):
        assert site.get_doc("Person", name).has_permission("read")
    with acting(world.users["cm2"]):
        assert not site.get_doc("Person", name).has_permission("read")


def test_a_barrier_of_an_earlier_release_tells_its_reporter_to_few(site, world, acting, make):
    reporter = world.users["cm1"]
    with acting(reporter):
        name = make("Barrier", title="Wartezeit", category="waiting", description="Lang.").name
    row = site.db.get_value("State Period", {"parent": name})
    site.db.set_value("Barrier", name, {"owner": reporter, "entered_by": None})
    site.db.set_value("State Period", row, "owner", reporter)
    for _run in range(2):
        barriers_name_their_author_apart.execute()
        assert site.db.get_value("Barrier", name, ["owner", "entered_by"]) == ("Administrator", reporter)
        assert site.db.get_value("State Period", row, "owner") == "Administrator"


@pytest.mark.parametrize("marked", [None, "city"])
def test_the_foreigners_office_of_an_earlier_release_stays_one(site, marked):
    site.db.set_value("Actor Type", "abh", "foreigners_office", 0)
    if marked:
        site.db.set_value("Actor Type", marked, "foreigners_office", 1)
    for _run in range(2):
        types_of_actors_name_the_foreigners_office.execute()
        kept = site.get_all("Actor Type", filters={"foreigners_office": 1}, pluck="name")
        assert kept == [marked or "abh"]


def rules_of(site, name):
    return [
        (row.state, row.ends_work)
        for row in site.get_all("Workflow State Rule", {"parent": name}, ["state", "ends_work"])
    ]


def test_workflows_of_an_earlier_release_say_where_work_ends_and_changed_rules_stay(site):
    site.db.delete("Workflow State Rule", {"parent": ("in", ("KIM Case", "KIM Barrier"))})
    site.get_doc("Workflow", "KIM Barrier").append(
        "kim_state_rules", {"state": "Reported", "target_days": 3}
    ).db_insert()
    for _run in range(2):
        workflows_say_where_work_ends.execute()
        assert sorted(rules_of(site, "KIM Case")) == [("Closed", 1), ("Declined", 1)]
        assert rules_of(site, "KIM Barrier") == [("Reported", 0)]


def rule_of_declined(site):
    return site.db.get_value("Retention Rule", "Abgelehnte Anfrage", "from_field")


def test_an_enquiry_that_was_declined_before_has_the_day_of_its_history(site, world):
    case, other = world.docs["case"].name, site.get_all("Case", {"workflow_state": "Linking"}, pluck="name")[0]
    site.db.set_value("Case", {"name": ("in", [case, other])}, {"workflow_state": "Declined", "declined_on": None})
    site.db.set_value("State Period", {"parent": case}, {"state": "Declined", "entered_on": "2026-03-04 10:00:00"})
    modified = site.db.get_value("Case", other, "modified")
    site.db.set_value("Retention Rule", "Abgelehnte Anfrage", "from_field", "state_history")
    for _run in range(2):
        declined_enquiries_have_their_day.execute()
        assert str(site.db.get_value("Case", case, "declined_on")) == "2026-03-04"
        # Without a history, the last change is the best that is known.
        assert site.db.get_value("Case", other, ["declined_on", "modified"]) == (modified.date(), modified)
        assert rule_of_declined(site) == "declined_on"
    closed = site.get_all("Case", {"workflow_state": "Closed", "declined_on": ("is", "set")})
    assert not closed


def test_a_retention_rule_that_the_officer_changed_stays(site, capsys):
    site.db.set_value("Retention Rule", "Abgelehnte Anfrage", "from_field", "state_history")
    version = {"doctype": "Version", "ref_doctype": "Retention Rule", "docname": "Abgelehnte Anfrage", "data": "{}"}
    site.get_doc(version).insert()
    declined_enquiries_have_their_day.execute()
    assert rule_of_declined(site) == "state_history"
    assert "stays" in capsys.readouterr().out
