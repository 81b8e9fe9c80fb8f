"""KIM in the browser, in German: the six DocTypes, the directory from a table, and the way of one enquiry."""

import csv

import pytest
from playwright.sync_api import expect

from pocket import ROOT
from tests.browser.desk import choose, confirm, dialog, field, fill, form, go, save, settle, shows, value
from tests.browser.walk import close_dialogs
from tests.rest import Client

SIX = ("Person", "Case", "Referral", "Actor", "Meeting", "Application")
HOMES = {
    "casemanagement1@kim.example": ("case-management", "Fallmanagement"),
    "koordination@kim.example": ("coordination", "Koordination"),
    "admin@kim.example": ("configuration", "Konfiguration"),
}
REFUSED = (r"^417 .*apply_workflow", r"^page error: undefined")
"""What a refused action leaves in the console."""
TABLE = ROOT / "tests" / "data" / "actors_bonn.csv"


@pytest.mark.parametrize("doctype", SIX)
def test_each_of_the_six_opens_as_list_and_as_form(page_as, doctype):
    page = page_as("Administrator")
    go(page, f"List/{doctype}")
    expect(page.locator(".list-row-container:visible, .no-result:visible").first).to_be_visible()
    form(page, doctype)
    assert page.locator(".page-container:visible .frappe-control:visible").count() > 3
    page.evaluate("() => { cur_frm.doc.__unsaved = 0 }")


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize(("user", "home"), HOMES.items())
def test_the_desk_opens_with_the_workspace_of_the_role_in_german(page_as, user, home, width):
    page = page_as(user, width=width)
    settle(page)
    page.wait_for_url(f"**/desk/{home[0]}")
    shows(page, home[1])
    assert page.title().startswith(home[1])
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), (
        "the page is wider than its window"
    )


def test_a_coordinator_takes_the_directory_over_from_a_table(page_as, admin, made):
    page = page_as("koordination@kim.example")
    form(page, "Data Import")
    choose(page, "reference_doctype", "Akteur", "Akteur")
    field(page, "import_type").locator("select").select_option("Insert New Records")
    made.append(("Data Import", save(page)))
    with page.expect_file_chooser() as chooser:
        field(page, "import_file").locator("button.btn-attach").click()
        page.locator(".modal.show .btn-file-upload").first.click()
    chooser.value.set_files(TABLE)
    confirm(page)
    settle(page)
    page.get_by_role("button", name="Import starten").click()
    # The page learns of the end by itself: progress and result come live.
    page.wait_for_function("() => cur_frm.doc.status === 'Success'")
    shows(page, "53 .*importiert")
    with TABLE.open(encoding="utf-8") as table:
        expected = {row["actor_name"] for row in csv.DictReader(table) if row["actor_name"]}
    there = {row["name"] for row in admin.get("Actor", limit_page_length="0").json()["data"]}
    assert len(expected) >= 25
    assert expected <= there


def test_an_enquiry_becomes_a_case_that_needs_consent_assessment_and_a_goal(page_as, server, admin, made):
    me = Client(server, "casemanagement1@kim.example")
    page = page_as("casemanagement1@kim.example", allow=REFUSED)
    form(page, "Person")
    fill(page, "first_name", "Selam")
    fill(page, "last_name", "Erfunden-Müller")
    made.append(("Person", person := save(page)))
    form(page, "Case")
    choose(page, "person", "Erfunden-Müller", person)
    made.append(("Case", case := save(page)))
    close_dialogs(page)  # that there are many open cases already
    act(page, "Klärung beginnen")
    expect(dialog(page)).to_contain_text("Einwilligung")
    page.reload()
    assert me.get("Case", case).json()["data"]["workflow_state"] == "Enquiry"
    made.append(("Consent", me.insert("Consent", person=person, purpose="Counselling")["name"]))
    take(page, case, "Klärung beginnen", "Intake")
    take(page, case, "Falleinschätzung beginnen", "Assessment")
    scores = [{"life_area": "work", "score": 2}]
    made.append(("Assessment", me.insert("Assessment", case=case, scores=scores)["name"]))
    take(page, case, "Hilfeplanung beginnen", "Planning")
    form(page, "Referral")
    choose(page, "case", case, case)
    choose(page, "actor", "Jobcenter Muster", "Jobcenter Musterstadt")
    choose(page, "life_area", "Arbeit", "Arbeit")
    choose(page, "reason", "Arbeitsverm", "Arbeitsvermittlung")
    made.append(("Referral", referral := save(page)))
    assert value(page, "person") == person
    stored = me.get("Referral", referral).json()["data"]
    assert (stored["case"], stored["life_area"], stored["owner"]) == (case, "work", "casemanagement1@kim.example")


def take(page, case, action, state):
    """Open the case, take a workflow action and expect the state after it."""
    form(page, "Case", case)
    act(page, action)
    assert value(page, "workflow_state") == state


def act(page, action):
    """Take a workflow action of the open document."""
    page.locator(".actions-btn-group:visible > button").first.click()
    page.locator(".actions-btn-group .dropdown-menu:visible li").filter(has_text=action).first.click()
    settle(page)
    if page.locator(".modal.show .btn-primary:visible").count():
        confirm(page)
