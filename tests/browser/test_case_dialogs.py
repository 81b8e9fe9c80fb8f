"""What a case manager does from a case by buttons: report, evaluate, hand over, follow up; and forms of reporters."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.desk import choose, confirm, dialog, field, fill, form, save, settle
from tests.rest import Client

MANAGER, COLLEAGUE = "casemanagement1@kim.example", "casemanagement2@kim.example"
GOAL = {"life_area": "work", "goal": "Arbeit finden", "indicator": "Vertrag", "responsible": "Ada"}


@pytest.fixture
def manager(server):
    """The case manager over REST."""
    return Client(server, MANAGER)


@pytest.fixture
def case(manager, made):
    """A case of the case manager with one goal; with all that belongs to it removed after the test."""
    person = manager.insert("Person", first_name="Ada", last_name="Knopfprobe")
    made.append(("Person", person["name"]))
    goals = [{**GOAL, "due_on": str(date.today() + timedelta(days=30))}]
    case = manager.insert("Case", person=person["name"], life_areas=[{"life_area": "work"}], goals=goals)
    made.append(("Case", case["name"]))
    return case


def press(page, text, group=None):
    """Press a button of the form; one of a group after that was opened."""
    bar = page.locator(".page-container:visible .page-actions")
    if group:
        bar.locator(".inner-group-button:visible > button").filter(has_text=group).click()
    bar.get_by_text(text, exact=True).locator("visible=true").first.click()


@pytest.mark.parametrize("width", [1400, 390])
def test_a_barrier_is_reported_from_a_case(page_as, case, admin, made, width):
    page = page_as(MANAGER, width=width)
    form(page, "Case", case["name"])
    page.evaluate("() => cur_frm.custom_buttons[__('Report a Barrier')].click()")
    page.wait_for_function("() => cur_frm?.doctype === 'Barrier' && cur_frm.is_new()")
    settle(page)
    fill(page, "title", f"Termin erst nach Monaten {width}")
    choose(page, "category", "Wartezeit")
    fill(page, "description", "Der erste Termin liegt regelmäßig Monate entfernt.")
    name = save(page)
    made.append(("Barrier", name))
    stored = admin.get("Barrier", name).json()["data"]
    assert [row["case"] for row in stored["occurrences"]] == [case["name"]]
    assert [row["life_area"] for row in stored["life_areas"]] == ["work"]
    form(page, "Barrier", name)
    assert page.evaluate("() => cur_frm.get_field('title').disp_status") == "Read", "it belongs to the coordinator now"


@pytest.mark.parametrize(
    ("user", "doctype", "fieldname"),
    [
        (MANAGER, "Disclosure", "purpose"),
        ("auslaenderamt@kim.example", "Disclosure", "purpose"),
        ("einbuergerung@kim.example", "Barrier", "description"),
        (MANAGER, "Measure", "title"),
    ],
)
def test_a_form_that_may_be_entered_can_be_filled_in(page_as, user, doctype, fieldname):
    page = page_as(user)
    form(page, doctype)
    expect(field(page, fieldname).locator("input:visible, textarea:visible").first).to_be_editable()
    expect(page.locator(".page-container:visible .primary-action").first).to_be_visible()
    page.evaluate("() => { cur_frm.doc.__unsaved = 0 }")


def test_goals_are_evaluated_in_one_dialog(page_as, case, manager):
    page = page_as(MANAGER)
    form(page, "Case", case["name"])
    press(page, "Ziele auswerten", "Fall")
    dialog(page).locator("select").first.select_option("Reached")
    confirm(page)
    (goal,) = manager.get("Case", case["name"]).json()["data"]["goals"]
    assert goal["result"] == "Reached"


@pytest.mark.parametrize("button", ["Überprüfung erledigt", "Übergeben"])
def test_what_was_typed_before_a_button_was_pressed_is_kept(page_as, case, manager, button):
    page = page_as(MANAGER)
    form(page, "Case", case["name"])
    fill(page, "concern", "Sucht Arbeit.")
    press(page, button, "Fall")
    page.wait_for_function("() => !cur_frm.is_dirty()")
    settle(page)
    assert manager.get("Case", case["name"]).json()["data"]["concern"] == "Sucht Arbeit."
    assert page.evaluate("() => cur_frm.doc.concern") == "Sucht Arbeit."


def test_a_case_is_handed_over_to_a_colleague_and_not_to_oneself(page_as, case, admin, manager):
    page = page_as(MANAGER)
    form(page, "Case", case["name"])
    press(page, "Übergeben", "Fall")
    box = field(page, "to_user").locator("input:visible").first
    box.click()
    expect(field(page, "to_user").locator("[role=option]").filter(has_text="Cem").first).to_be_visible()
    expect(field(page, "to_user").locator("[role=option]").filter(has_text="Carla")).to_have_count(0)
    choose(page, "to_user", "Cem")
    fill(page, "note", "Wechsel der Zuständigkeit")
    confirm(page)
    page.wait_for_function("() => frappe.get_route()[0] === 'List'")
    assert admin.get("Case", case["name"]).json()["data"]["case_manager"] == COLLEAGUE
    assert manager.get("Case", case["name"]).status_code == 403


def test_a_closed_case_is_followed_up_with_what_was_picked(page_as, case, admin, manager, made):
    admin.call("frappe.client.set_value", doctype="Case", name=case["name"], fieldname="concern", value="Arbeit.")
    consent = manager.insert("Consent", person=case["person"], purpose="Counselling")
    made.append(("Consent", consent["name"]))
    assert manager.put("Case", case["name"], closing_reason="reached").status_code == 200
    rows = manager.get("Case", case["name"]).json()["data"]["goals"]
    manager.put("Case", case["name"], goals=[{**row, "result": "Not Reached"} for row in rows])
    for action in ("Begin Intake", "Close Case"):
        document = manager.get("Case", case["name"]).json()["data"]
        manager.ask("frappe.model.workflow.apply_workflow", doc=document, action=action)
    page = page_as(MANAGER)
    form(page, "Case", case["name"])
    press(page, "Folgefall")
    field(page, "life_areas").locator("input:visible").uncheck()
    confirm(page)
    page.wait_for_function("name => cur_frm?.doctype === 'Case' && cur_frm.docname !== name", arg=case["name"])
    settle(page)
    following = page.evaluate("() => cur_frm.docname")
    made.append(("Case", following))
    stored = manager.get("Case", following).json()["data"]
    assert stored["follow_up_of"] == case["name"]
    assert stored["life_areas"] == []
    assert [row["goal"] for row in stored["goals"]] == ["Arbeit finden"]


def test_what_was_agreed_with_somebody_cannot_be_given_to_another(page_as, case, manager, made):
    page = page_as(MANAGER)
    form(page, "Case", case["name"])
    assert page.evaluate("() => cur_frm.get_field('person').disp_status") == "Write"
    consent = manager.insert("Consent", person=case["person"], purpose="Counselling")
    made.append(("Consent", consent["name"]))
    document = manager.get("Case", case["name"]).json()["data"]
    manager.ask("frappe.model.workflow.apply_workflow", doc=document, action="Begin Intake")
    form(page, "Consent", consent["name"])
    status = page.evaluate("() => ['person', 'purpose', 'valid_until'].map(f => cur_frm.get_field(f).disp_status)")
    assert status == ["Read", "Read", "Write"]
    page.reload()
    form(page, "Case", case["name"])
    assert page.evaluate("() => cur_frm.get_field('person').disp_status") == "Read"


def test_the_kanban_board_shows_own_cases_only(page_as, manager, admin):
    page = page_as(MANAGER)
    boards = admin.get("Kanban Board", filters={"reference_doctype": "Case"}, fields=["name"]).json()["data"]
    page.evaluate("board => frappe.set_route('List', 'Case', 'Kanban', board)", boards[0]["name"])
    page.wait_for_selector(".kanban-card:visible")
    settle(page)
    shown = set(page.evaluate("() => cur_list.data.map(row => row.name)"))
    own = {row["name"] for row in manager.get("Case", limit_page_length=0).json()["data"]}
    everybody = {row["name"] for row in admin.get("Case", limit_page_length=0).json()["data"]}
    assert shown
    assert shown <= own < everybody
