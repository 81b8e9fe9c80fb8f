"""Rules beside a workflow, as an administrator tries them out and a case manager meets them."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import act, dialog, field, fill, form, settle, value
from tests.browser.walk import close_dialogs
from tests.rest import Client

MANAGER, ADMINISTRATOR = "casemanagement1@kim.example", "admin@kim.example"
WORKFLOW = "KIM Case"
RULE = {"state": "Intake", "action": "Begin Assessment", "requires_comment": 1}
TASK = {"state": "Assessment", "task": "Unterlagen ablegen", "due_days": 5}


@pytest.fixture
def rules(admin):
    """The workflow of cases asks for a comment and gives a task; put back after the test."""
    before = admin.get("Workflow", WORKFLOW).json()["data"]
    kept = {table: before.get(table) or [] for table in ("kim_step_rules", "kim_state_tasks")}
    changed = admin.put("Workflow", WORKFLOW, kim_step_rules=[RULE], kim_state_tasks=[TASK])
    assert changed.status_code == 200, changed.text
    yield
    assert admin.put("Workflow", WORKFLOW, **kept).status_code == 200


@pytest.fixture
def case(server, made):
    """A case in Intake with a consent."""
    manager = Client(server, MANAGER)
    person = manager.insert("Person", first_name="Ada", last_name="Regelprobe")
    made.append(("Person", person["name"]))
    consent = manager.insert("Consent", person=person["name"], purpose="Counselling")
    made.append(("Consent", consent["name"]))
    case = manager.insert("Case", person=person["name"])
    made.append(("Case", case["name"]))
    assert manager.put("Case", case["name"], workflow_state="Intake").status_code == 200
    return case["name"]


@pytest.mark.parametrize("width", [1400, 390])
def test_a_step_asks_for_its_comment_and_is_not_taken_without(page_as, rules, case, admin, width):
    page = page_as(MANAGER, width=width)
    form(page, "Case", case)
    act(page, "Begin Assessment")
    expect(dialog(page)).to_contain_text("Kommentar")
    close_dialogs(page)
    settle(page)
    assert value(page, "workflow_state") == "Intake"
    act(page, "Begin Assessment")
    fill(page, "comment", "Einwilligung liegt vor <b>und</b> ist geprüft")
    dialog(page).locator(".btn-primary:visible").click()
    page.wait_for_function("() => cur_frm.doc.workflow_state === 'Assessment'")
    settle(page)
    expect(page.locator(".page-container:visible .new-timeline").first).to_contain_text("<b>und</b> ist geprüft")
    tasks = admin.get("ToDo", filters=[["reference_name", "=", case]], fields=["description"]).json()["data"]
    assert [task["description"] for task in tasks] == ["Unterlagen ablegen"]


@pytest.mark.parametrize("width", [1400, 390])
def test_an_administrator_tries_a_workflow_out(page_as, rules, width):
    page = page_as(ADMINISTRATOR, width=width)
    form(page, "Workflow", WORKFLOW)
    page.evaluate("() => cur_frm.custom_buttons[__('Try Out')].click()")
    field(page, "state").locator("select").select_option("Intake")
    table = dialog(page).locator(".kim-trial")
    expect(table).to_contain_text("Falleinschätzung")
    expect(table).to_contain_text("Kommentar")
    expect(table).to_contain_text("Unterlagen ablegen")


def test_a_rule_is_entered_in_the_form_with_fields_to_choose_from(page_as, rules, admin):
    page = page_as(ADMINISTRATOR, width=1400)
    form(page, "Workflow", WORKFLOW)
    grid = field(page, "kim_step_rules")
    grid.scroll_into_view_if_needed()
    grid.locator(".grid-row[data-idx='1'] .btn-open-row").click()
    options = grid.locator(".form-in-grid select[data-fieldname='required_field'] option")
    expect(options.filter(has_text="(helpers)")).to_have_count(1)
    grid.locator(".form-in-grid select[data-fieldname='required_field']").select_option("helpers")
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !cur_frm.is_dirty()")
    settle(page)
    stored = admin.get("Workflow", WORKFLOW).json()["data"]["kim_step_rules"]
    assert [row["required_field"] for row in stored] == ["helpers"]
