"""What a user does with a document beside filling it in."""

import json
import time

import pytest
import requests
from playwright.sync_api import expect

from tests.browser.desk import confirm, dialog, field, form, menu, save, settle


@pytest.fixture
def todo(admin, made):
    """A task of the demo admin's."""
    name = admin.insert("ToDo", description="Zebrastreifen prüfen")["name"]
    made.append(("ToDo", name))
    return name


@pytest.fixture
def sheet(page_as, todo):
    """The task's form, open before the demo admin."""
    page = page_as("admin@kim.example")
    form(page, "ToDo", todo)
    return page


def test_a_comment_mentions_a_colleague(sheet, admin, todo):
    sheet.locator(".comment-box .ql-editor").click()
    sheet.keyboard.type("Bitte ansehen @Konr", delay=30)
    sheet.locator(".ql-mention-list-item").filter(has_text="Konrad").click()
    sheet.locator(".btn-comment:visible").click()
    expect(sheet.locator(".new-timeline")).to_contain_text("@Konrad Koordination")
    settle(sheet)
    assert eventually(lambda: mentioned(admin, todo)) == [{"for_user": "koordination@kim.example"}]


def mentioned(admin, todo):
    """Return who was told of a mention on the task."""
    filters = {"document_name": todo, "type": "Mention"}
    return admin.get("Notification Log", filters=filters, fields=["for_user"]).json()["data"]


def eventually(ask, seconds=15):
    """Ask until there is an answer, since a background job gives it."""
    end = time.monotonic() + seconds
    while not (answer := ask()) and time.monotonic() < end:
        time.sleep(0.3)
    return answer


def test_a_document_is_assigned_tagged_and_liked(sheet, admin, todo):
    sheet.locator(".add-assignment-btn").click()
    people = field(sheet, "assign_to").locator("input:visible").first
    people.click()
    people.press_sequentially("adina", delay=20)
    field(sheet, "assign_to").locator("li:visible").filter(has_text="Adina").click()
    expect(field(sheet, "assign_to").locator(".tb-selected-value")).to_contain_text("admin@kim.example")
    confirm(sheet)
    sheet.locator(".add-tags-btn").click()
    sheet.keyboard.type("Wichtig")
    sheet.keyboard.press("Enter")
    expect(sheet.locator(".form-tags")).to_contain_text("Wichtig")
    sheet.locator(".like-action:visible").first.click()
    settle(sheet)
    fields = ["_assign", "_user_tags", "_liked_by"]
    (found,) = admin.get("ToDo", filters={"name": todo}, fields=fields).json()["data"]
    assert [json.loads(found["_assign"]), found["_user_tags"].strip(","), json.loads(found["_liked_by"])] == [
        ["admin@kim.example"], "Wichtig", ["admin@kim.example"],
    ]  # fmt: skip


@pytest.mark.parametrize("private", [True, False])
def test_an_attachment_is_for_those_who_may_see_it(sheet, server, admin, todo, private):
    sheet.locator(".add-attachment-btn").click()
    file = {"name": f"Anlage-{private}.txt", "mimeType": "text/plain", "buffer": b"vertraulich %d" % private}
    dialog(sheet).locator("input[type=file]").first.set_input_files(file)
    if not private:
        dialog(sheet).get_by_text("Alle öffentlich").click()
    confirm(sheet)
    expect(sheet.locator(".form-attachments")).to_contain_text(f"Anlage-{private}")
    (stored,) = admin.get("File", filters={"attached_to_name": todo}, fields=["file_url"]).json()["data"]
    assert stored["file_url"].startswith("/private/files/" if private else "/files/")
    assert requests.get(server.url + stored["file_url"], timeout=20).status_code == (403 if private else 200)


def test_a_change_is_told_in_the_timeline(sheet):
    field(sheet, "priority").locator("select").select_option("High")
    save(sheet)
    expect(sheet.locator(".new-timeline")).to_contain_text("Mittel")
    expect(sheet.locator(".new-timeline")).to_contain_text("Hoch")


def test_a_document_is_copied_and_deleted(page_as, admin, todo):
    sheet = page_as("Administrator")
    form(sheet, "ToDo", todo)
    menu(sheet, "Duplizieren")
    sheet.wait_for_function("() => cur_frm.is_new()")
    settle(sheet)
    copy = save(sheet)
    assert copy != todo
    menu(sheet, "Löschen")
    confirm(sheet)
    assert admin.get("ToDo", copy).status_code == 404
    assert admin.get("ToDo", todo).status_code == 200


def test_a_document_is_renamed(page_as, admin, made):
    name = admin.insert("Role", role_name="Browserrolle", desk_access=1)["name"]
    made.append(("Role", "Umbenannte Rolle"))
    page = page_as("Administrator")
    form(page, "Role", name)
    menu(page, "Umbenennen")
    dialog(page).locator("input:visible").first.fill("Umbenannte Rolle")
    confirm(page)
    page.wait_for_url("**/desk/role/Umbenannte%20Rolle")
    assert admin.get("Role", "Umbenannte Rolle").status_code == 200


def test_an_email_can_be_written_from_the_document(sheet):
    menu(sheet, "E-Mail")
    expect(field(sheet, "recipients")).to_be_visible()
    expect(field(sheet, "content").locator(".ql-editor").first).to_be_visible()


def test_a_document_is_printed_and_comes_as_pdf(sheet, server, todo):
    sheet.evaluate("name => frappe.set_route('print', 'ToDo', name)", todo)
    paper = sheet.frame_locator(".print-preview iframe, iframe.print-preview").first
    expect(paper.locator("body")).to_contain_text("Zebrastreifen prüfen")
    answers = []
    sheet.context.on("response", lambda answer: "download_pdf" in answer.url and answers.append(answer))
    with sheet.expect_popup() as popup:
        sheet.get_by_role("button", name="PDF").click()
    popup.value.wait_for_load_state()
    popup.value.close()
    settle(sheet)
    file = sheet.context.request.get(answers[0].url)
    assert file.status == 200
    assert file.body().startswith(b"%PDF")


def test_a_form_that_was_left_stays_behind(sheet, admin, todo):
    sheet.evaluate("() => frappe.realtime.on('doc_update', () => { window.told = true })")
    admin.put("ToDo", todo, priority="High")
    sheet.wait_for_function("() => window.told")
    form(sheet, "Email Template")
    sheet.wait_for_timeout(1500)  # the form that was left waits a second before it reloads
    settle(sheet)
    assert sheet.evaluate("() => [cur_frm.doctype, cur_frm.is_new()]") == ["Email Template", 1]
