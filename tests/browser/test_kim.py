"""KIM in the browser, in German: the six DocTypes, the directory from a table, and the way of one enquiry."""

import csv

import pytest
from playwright.sync_api import expect

from pocket import ROOT
from tests.browser.desk import choose, confirm, field, fill, form, go, save, settle, shows, value

SIX = ("Person", "Case", "Referral", "Actor", "Meeting", "Application")
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
@pytest.mark.parametrize("user", ["casemanagement1@kim.example", "koordination@kim.example", "admin@kim.example"])
def test_the_desk_opens_with_kim_in_german(page_as, user, width):
    page = page_as(user, width=width)
    settle(page)
    page.wait_for_url("**/desk/kim")
    shows(page, "Alles in KIM")
    assert page.title().startswith("KIM")
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


def test_an_enquiry_becomes_a_case_and_a_referral_to_an_actor_of_the_directory(page_as, admin, made):
    actor = admin.insert("Actor", actor_name="Integration Point Bonn, Test", actor_type="Jobcenter")["name"]
    made.append(("Actor", actor))
    page = page_as("casemanagement1@kim.example")
    form(page, "Person")
    fill(page, "first_name", "Selam")
    fill(page, "last_name", "Erfunden-Müller")
    made.append(("Person", person := save(page)))
    form(page, "Case")
    choose(page, "person", "Erfunden-Müller", person)
    made.append(("Case", case := save(page)))
    for action, state in (
        ("Klärung beginnen", "Intake"),
        ("Falleinschätzung beginnen", "Assessment"),
        ("Hilfeplanung beginnen", "Planning"),
        ("Vermittlung beginnen", "Linking"),
    ):
        act(page, action)
        assert value(page, "workflow_state") == state
    form(page, "Referral")
    choose(page, "case", case, case)
    choose(page, "actor", "Integration Point", actor)
    choose(page, "life_area", "Arbeit", "Arbeit")
    made.append(("Referral", referral := save(page)))
    assert value(page, "person") == person
    stored = admin.get("Referral", referral).json()["data"]
    assert (stored["case"], stored["actor"], stored["owner"]) == (case, actor, "casemanagement1@kim.example")
    assert admin.get("Case", case).json()["data"]["workflow_state"] == "Linking"


def act(page, action):
    """Take a workflow action of the open document."""
    page.locator(".actions-btn-group:visible > button").first.click()
    page.locator(".actions-btn-group .dropdown-menu:visible li").filter(has_text=action).first.click()
    settle(page)
    if page.locator(".modal.show").count():
        confirm(page)
