"""Every kind of page that the Desk has opens, shows something, and nothing goes wrong behind it."""

import pytest

from tests.browser.desk import go, settle

LISTS = [
    "User", "Workflow", "Report", "Dashboard", "Print Format", "Error Log", "Scheduled Job Type", "RQ Job", "RQ Worker",
    "Recorder", "Notification", "Email Queue", "Data Import", "File", "Version", "Deleted Document", "Access Log",
]  # fmt: skip
FORMS = [
    "User", "User Permission", "Module Profile", "Workflow", "Report", "Number Card", "Print Format", "Letter Head",
    "Notification", "Email Template", "Email Account", "Auto Email Report", "Assignment Rule", "Web Form", "Event",
]  # fmt: skip
SINGLES = [
    "Audit Trail", "System Settings", "Print Settings", "Website Settings", "Document Naming Settings",
    "Permission Inspector", "System Health Report", "Data Export", "Customize Form", "System Console",
]  # fmt: skip
PAGES = [
    "Workspaces/Users", "Workspaces/Build", "Workspaces/Website", "Workspaces/Integrations", "desktop",
    "permission-manager", "permission-manager/ToDo", "backups", "print-format-builder", "List/ToDo/Dashboard",
    "List/User/Image", "List/Event/Calendar", "List/Event/Gantt", "List/File/Home", "query-report/ToDo",
    "query-report/Audit System Hooks", "query-report/Document Share Report",
]  # fmt: skip


def check_page(page, route):
    """Open a page of the Desk; it must show more than its frame, and no message that something is amiss."""
    go(page, route)
    assert page.locator(".msgprint:visible").all_inner_texts() == []
    assert page.locator(".page-container:visible .layout-main").count(), f"{route} is blank"
    text = page.locator(".page-container:visible").first.inner_text()
    assert len(text.strip()) > 20, f"{route} shows nothing"
    page.evaluate("() => { if (window.cur_frm) cur_frm.doc.__unsaved = 0; if (window.cur_dialog) cur_dialog.hide() }")


OF_AN_ADMIN = ["List/User", "List/Role", "List/Workflow", "List/Life Area", "permission-manager", "Form/Customize Form"]


@pytest.mark.parametrize(
    ("user", "routes"),
    [("Administrator", [f"List/{doctype}" for doctype in LISTS] + PAGES), ("admin@kim.example", OF_AN_ADMIN)],
    ids=["Administrator", "admin"],
)
def test_lists_and_pages_open(page_as, user, routes):
    page = page_as(user)
    for route in routes:
        check_page(page, route)


def test_forms_open(page_as):
    page = page_as("Administrator")
    for route in SINGLES + [f"{doctype}/new" for doctype in FORMS]:
        check_page(page, f"Form/{route}")
    settle(page)


def test_the_background_jobs_are_healthy(page_as):
    page = page_as("admin@kim.example")
    go(page, "Form/System Health Report")
    page.wait_for_function("() => cur_frm.doc.background_jobs_check === 'finished'")
    assert page.evaluate("() => [cur_frm.doc.scheduler_status, cur_frm.doc.database]") == ["Active", "sqlite"]
