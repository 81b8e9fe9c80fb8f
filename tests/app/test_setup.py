"""What a site is given at its start, that it is given it once, and that it belongs to its administrator then."""

import json

import pytest

from kim_app.roles import ROLES
from kim_app.setup import install
from kim_app.setup.seed import seed_once
from kim_app.setup.site import SYSTEM_SETTINGS, make_ready
from kim_app.setup.workflows import MODULES

SEEDED = (*install.LIST_DOCTYPES, "Retention Rule", "Role", "Workflow", "Workflow State", "Workflow Action Master")


@pytest.mark.parametrize("doctype", install.LIST_DOCTYPES)
def test_a_new_site_has_the_whole_list(site, doctype):
    records = install.read_list(doctype)
    assert {record["code"] for record in records} <= set(site.get_all(doctype, pluck="name"))
    assert all(record["label"].strip() for record in records)


def test_list_files_belong_to_list_doctypes():
    names = {f"{doctype.lower().replace(' ', '_')}.json" for doctype in install.LIST_DOCTYPES}
    assert {path.name for path in install.LISTS.iterdir()} == names


@pytest.mark.parametrize("role", ROLES)
def test_roles_may_open_the_desk(site, role):
    assert site.db.get_value("Role", role, "desk_access") == 1


def test_seeding_again_changes_nothing(site):
    before = {doctype: site.get_all(doctype, fields=["*"], order_by="name") for doctype in SEEDED}
    install.after_migrate()
    assert {doctype: site.get_all(doctype, fields=["*"], order_by="name") for doctype in SEEDED} == before


def test_what_an_administrator_changed_survives(site):
    site.db.set_value("Life Area", "work", "label", "Arbeit und Beruf")
    site.db.set_value("Workflow", "KIM Case", "is_active", 0)
    install.after_migrate()
    assert site.db.get_value("Life Area", "work", "label") == "Arbeit und Beruf"
    assert site.db.get_value("Workflow", "KIM Case", "is_active") == 0


def test_settings_and_rules_that_were_changed_survive(site):
    site.db.set_single_value("KIM Settings", "caseload_warning", 16)
    site.db.set_value("Retention Rule", "Abgeschlossener Fall", {"months": 60, "active": 0})
    before = site.get_all("Retention Rule", fields=["*"], order_by="name")
    for _number in range(2):
        install.after_migrate()
    assert site.db.get_single_value("KIM Settings", "caseload_warning") == 16
    assert site.get_all("Retention Rule", fields=["*"], order_by="name") == before


def test_retention_rules_are_those_of_the_concept(site):
    months = {rule["rule_name"]: rule["months"] for rule in install.read_rules()}
    assert set(months) <= set(site.get_all("Retention Rule", pluck="name"))
    assert (months["Abgelehnte Anfrage"], months["Abgeschlossener Fall"]) == (6, 36)
    assert (months["Kontaktnotizen nach Abschluss"], months["Zugriffsprotokoll"]) == (24, 12)


def test_what_an_administrator_deleted_does_not_come_back(site):
    site.delete_doc("Barrier Category", "data")
    site.delete_doc("Workflow", "KIM Case")
    install.after_migrate()
    assert not site.db.exists("Barrier Category", "data")
    assert not site.db.exists("Workflow", "KIM Case")


def test_what_a_later_release_adds_is_inserted_once(site):
    new = {"code": "garden", "label": "Garten"}
    assert seed_once("Life Area", [new, {"code": "work", "label": "Anders"}]) == ["garden"]
    assert site.db.get_value("Life Area", "work", "label") == "Arbeit"
    site.delete_doc("Life Area", "garden")
    assert seed_once("Life Area", [new]) == []


def test_a_record_that_exists_already_stays_as_it_is(site, make):
    make("Life Area", code="garden", label="Garten der Stadt")
    assert seed_once("Life Area", [{"code": "garden", "label": "Garten"}]) == []
    assert site.db.get_value("Life Area", "garden", "label") == "Garten der Stadt"


def test_a_new_site_is_german_and_needs_no_wizard(site):
    settings = site.get_single("System Settings")
    for field in ("app_name", "language", "time_zone", "date_format", "number_format"):
        assert settings.get(field) == SYSTEM_SETTINGS[field]
    assert site.is_setup_complete()
    assert site.get_single("Website Settings").disable_signup == 1


def test_a_site_that_is_set_up_keeps_its_settings(site):
    site.db.set_single_value("System Settings", "time_zone", "Europe/Vienna")
    make_ready()
    assert site.db.get_single_value("System Settings", "time_zone") == "Europe/Vienna"


def test_application_types_say_office_and_law(site):
    for record in install.read_list("Application Type"):
        assert record["legal_basis"].startswith("§")
        assert record["requirements"] or not record.get("active", 1)
        assert json.dumps(record["requirements"])


WORKFLOWS = [module.DOCTYPE for module in MODULES]
FIRST = {
    "Case": "Enquiry", "Referral": "Draft", "Application": "Received", "Meeting": "Planned", "Barrier": "Reported",
    "Annual Report": "Draft",
}  # fmt: skip
# Where a document may stay for good.
FINAL = {
    "Referral": {"Completed", "Cancelled"},
    "Application": {"Certificate Handed Over"},
    "Annual Report": {"Withdrawn"},
}


def steps_of(workflow):
    """Return the states that can follow each state, for each role that takes the step."""
    steps = {}
    for row in workflow.transitions:
        steps.setdefault(row.state, set()).add(row.next_state)
    return steps


@pytest.mark.parametrize("doctype", WORKFLOWS)
def test_a_workflow_begins_at_its_first_state_reaches_all_and_has_no_dead_end(site, doctype):
    workflow = site.get_doc("Workflow", f"KIM {doctype}")
    states, steps = dict.fromkeys(row.state for row in workflow.states), steps_of(workflow)
    assert next(iter(states)) == FIRST[doctype]
    assert set(states) - set(steps) == FINAL.get(doctype, set()), "states without a way out"
    reached, ahead = set(), [FIRST[doctype]]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += steps.get(state, ())
    assert reached == set(states), "every state can be reached"


@pytest.mark.parametrize("doctype", WORKFLOWS)
def test_every_transition_belongs_to_a_role_that_may_write(site, doctype):
    workflow = site.get_doc("Workflow", f"KIM {doctype}")
    writers = {row.role for row in site.get_meta(doctype).permissions if row.write and not row.permlevel}
    assert workflow.transitions
    assert {row.allowed for row in workflow.transitions} | {row.allow_edit for row in workflow.states} <= writers


@pytest.mark.parametrize("doctype", WORKFLOWS)
def test_a_workflow_is_active_and_speaks_of_what_exists(site, doctype):
    workflow = site.get_doc("Workflow", f"KIM {doctype}")
    assert (workflow.is_active, workflow.workflow_state_field) == (1, "workflow_state")
    assert not workflow.send_email_alert, "a mail would carry content"
    named = {row.state for row in workflow.states}
    for row in workflow.transitions:
        assert {row.state, row.next_state} <= named
        assert site.db.exists("Workflow Action Master", row.action)
