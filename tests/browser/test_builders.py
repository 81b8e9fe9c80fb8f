"""The graphical editors: workflows, forms, print formats, rights."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import choose, confirm, dialog, field, fill, go, settle

CASE_WORKFLOW = "KIM Case"


def is_styled(locator, **expected):
    """Check computed style values of an element."""
    found = locator.evaluate("(element, names) => names.map(name => getComputedStyle(element)[name])", list(expected))
    assert dict(zip(expected, found, strict=True)) == expected


@pytest.fixture
def workflow(admin):
    """The workflow of cases; afterwards its transitions are as they were."""
    before = admin.get("Workflow", CASE_WORKFLOW).json()["data"]
    yield before
    admin.put("Workflow", CASE_WORKFLOW, transitions=before["transitions"], workflow_data=before.get("workflow_data"))


def test_the_workflow_builder_shows_the_graph_and_saves_a_transition(page_as, admin, workflow):
    page = page_as("admin@kim.example", width=2400)
    go(page, f"workflow-builder/{CASE_WORKFLOW}")
    states = page.locator(".vue-flow__node-state")
    expect(states).to_have_count(len(workflow["states"]))
    expect(page.locator(".vue-flow__node-action")).to_have_count(len(workflow["transitions"]))
    assert page.locator(".vue-flow__edge-path").count() >= len(workflow["transitions"])
    is_styled(page.locator(".vue-flow__node").first, position="absolute")
    page.get_by_role("button", name="Einpassen").click()
    page.locator(".vue-flow__node-action").last.click()
    action = page.locator(".properties [data-fieldname=action] input").input_value()
    switch = page.locator(".properties [data-fieldname=allow_self_approval] input[type=checkbox]")
    switch.click()
    page.get_by_role("button", name="Speichern").click()
    settle(page)
    after = admin.get("Workflow", CASE_WORKFLOW).json()["data"]["transitions"]
    assert [row["action"] for row in after] == [row["action"] for row in workflow["transitions"]]
    changed = [
        new["action"]
        for old, new in zip(workflow["transitions"], after, strict=True)
        if old["allow_self_approval"] != new["allow_self_approval"]
    ]
    assert changed == [action]


def add_field(page, kind, label):
    page.get_by_role("button", name="Feld hinzufügen").locator("visible=true").first.click()
    page.locator(".combo-box-options input:visible").fill(kind)
    page.locator(".combo-box-option:visible").filter(has_text=kind).first.click()
    name = page.locator(".form-sidebar [data-fieldname=label] input").locator("visible=true")
    name.fill(label)
    name.press("Enter")


@pytest.fixture
def no_custom_fields(admin):
    """Removes what a test adds to the DocType ToDo."""
    yield
    for doctype, key in (("Custom Field", "dt"), ("Property Setter", "doc_type")):
        for row in admin.get(doctype, filters={key: "ToDo"}).json()["data"]:
            admin.delete(doctype, row["name"])


def test_a_field_is_added_to_a_form_without_code(page_as, admin, no_custom_fields):
    page = page_as("admin@kim.example")
    go(page, "Form/Customize Form", doc_type="ToDo")
    page.locator(".form-tabs").get_by_text("Formular").click()
    is_styled(page.locator(".form-builder-container"), display="flex")
    is_styled(page.locator(".form-builder-container .tab-contents"), overflowY="auto")
    add_field(page, "Ganzzahl", "Anzahl Kinder")
    page.get_by_role("button", name="Aktualisieren").locator("visible=true").click()
    settle(page)
    fields = admin.get("Custom Field", filters={"dt": "ToDo"}, fields=["label", "fieldtype"]).json()["data"]
    assert fields == [{"label": "Anzahl Kinder", "fieldtype": "Int"}]


def test_a_doctype_is_made_in_the_form_builder(page_as, admin, made):
    page = page_as("Administrator")
    go(page, "Form/DocType/new")
    fill(page, "name", "Browser Made")
    choose(page, "module", "Custom")
    dialog(page).locator(".btn-primary").click()
    page.wait_for_url("**/desk/doctype/Browser%20Made**")
    made.append(("DocType", "Browser Made"))
    settle(page)
    page.get_by_text("Neuen Abschnitt hinzufügen").click()
    add_field(page, "Datum", "Stichtag")
    page.get_by_role("button", name="Speichern").locator("visible=true").click()
    settle(page)
    fields = admin.get("DocType", "Browser Made").json()["data"]["fields"]
    assert ("Stichtag", "Date") in [(row["label"], row["fieldtype"]) for row in fields]


def test_the_classic_print_format_builder_saves(page_as, admin, made):
    page = page_as("admin@kim.example")
    go(page, "print-format-builder")
    box = page.locator(".layout-main input:visible").nth(1)
    box.click()
    box.press_sequentially("Aufg", delay=20)
    page.locator("[role=option]:visible").get_by_text("Aufgabe", exact=True).click()
    page.locator(".layout-main input:visible").nth(2).fill("Klassisch")
    made.append(("Print Format", "Klassisch"))
    page.get_by_role("button", name="Neues Format").click()
    expect(
        page.locator(".print-format-builder-field:visible, .print-format-builder-sidebar-field:visible").first
    ).to_be_visible()
    page.get_by_role("button", name="Speichern").locator("visible=true").click()
    settle(page)
    assert '"description"' in admin.get("Print Format", "Klassisch").json()["data"]["format_data"]


def test_the_new_print_format_builder_opens_by_its_address_and_makes_a_pdf(page_as, server, admin, made):
    name = admin.insert("Print Format", name="Neu gebaut", doc_type="ToDo", print_format_builder_beta=1)["name"]
    todo = admin.insert("ToDo", description="Zebrastreifen")["name"]
    made += [("Print Format", name), ("ToDo", todo)]
    page = page_as("admin@kim.example")
    page.goto(f"{server.url}/desk/print-format-builder-beta/{name}")
    expect(page.locator(".print-format-section").first).to_be_visible()
    settle(page)
    assert '"sections"' in admin.get("Print Format", name).json()["data"]["format_data"]
    address = f"{server.url}/api/method/frappe.utils.weasyprint.download_pdf"
    file = page.context.request.get(address, params={"doctype": "ToDo", "name": todo, "print_format": name})
    assert file.status == 200
    assert file.body().startswith(b"%PDF")


def test_a_right_is_given_in_the_permission_manager(page_as, admin, made):
    page = page_as("admin@kim.example")
    go(page, "permission-manager/Note")
    page.get_by_role("button", name="Neue Regel hinzufügen").click()
    field(page, "role").locator("select").select_option("KIM Coordinator")
    confirm(page)
    rule = {"parent": "Note", "role": "KIM Coordinator"}
    try:
        box = page.locator("input[data-role='KIM Coordinator'][data-ptype=report]:visible").first
        box.click()
        settle(page)
        (stored,) = admin.get("Custom DocPerm", filters=rule, fields=["read", "report"]).json()["data"]
        assert stored == {"read": 1, "report": 1}
    finally:
        admin.ask("frappe.core.page.permission_manager.permission_manager.reset", doctype="Note")
