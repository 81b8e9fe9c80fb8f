"""Every kind of page that the Desk has opens, shows something, and nothing goes wrong behind it."""

import pytest

from tests.browser.desk import go, settle

LISTS = """
User|Role|Role Profile|Module Profile|User Permission|Workspace|Workflow|Workflow State|Workflow Action Master|Report
Dashboard|Dashboard Chart|Number Card|Kanban Board|Calendar View|Print Format|Letter Head|Print Style|Error Log
Scheduled Job Type|Scheduled Job Log|RQ Job|RQ Worker|Recorder|Notification|Email Template|Email Account|Email Queue
Auto Email Report|Assignment Rule|Web Form|Data Import|Custom Field|Client Script|Server Script|Property Setter
File|ToDo|Note|Event|Contact|Address|Communication|Comment|Version|Deleted Document|Activity Log|Access Log
Prepared Report|Translation|Webhook|Document Follow|Workspace Sidebar|Desktop Icon|Package|Form Tour|Language
""".replace("\n", "|").strip("|").split("|")  # fmt: skip
FORMS = """
User|Role|Role Profile|Module Profile|User Permission|Workflow|Report|Dashboard|Dashboard Chart|Number Card
Kanban Board|Calendar View|Print Format|Letter Head|Notification|Email Template|Email Account|Auto Email Report
Assignment Rule|Web Form|Data Import|Custom Field|Client Script|Server Script|ToDo|Note|Event|Contact|Address
Translation|Webhook|Form Tour|Workspace Sidebar
""".replace("\n", "|").strip("|").split("|")  # fmt: skip
SINGLES = """
Audit Trail|System Settings|Print Settings|Website Settings|Navbar Settings|Global Search Settings|Session Default Settings
Document Naming Settings|Log Settings|SMS Settings|Google Settings|Portal Settings|Permission Inspector
System Health Report|Data Export|Customize Form|Bulk Update|System Console
""".replace("\n", "|").strip("|").split("|")  # fmt: skip
PAGES = [
    "Workspaces/KIM", "Workspaces/Users", "Workspaces/Build", "Workspaces/Website", "Workspaces/Integrations",
    "desktop", "permission-manager", "permission-manager/ToDo", "backups", "print-format-builder",
    "List/ToDo/Report", "List/ToDo/Dashboard", "List/User/Dashboard", "List/User/Image", "List/Event/Calendar",
    "List/Event/Gantt", "List/File/Home", "query-report/ToDo", "query-report/Audit System Hooks",
    "query-report/Document Share Report",
]  # fmt: skip


def check_page(page, route):
    """Open a page of the Desk; it must show more than its frame, and no message that something is amiss."""
    go(page, route)
    assert page.locator(".msgprint:visible").all_inner_texts() == []
    assert page.locator(".page-container:visible .layout-main").count(), f"{route} is blank"
    text = page.locator(".page-container:visible").first.inner_text()
    assert len(text.strip()) > 20, f"{route} shows nothing"
    page.evaluate("() => { if (window.cur_frm) cur_frm.doc.__unsaved = 0; if (window.cur_dialog) cur_dialog.hide() }")


@pytest.mark.parametrize("user", ["Administrator", "admin@kim.example"])
def test_lists_forms_and_pages_open(page_as, user):
    page = page_as(user, allow=["Filter missing"])
    for route in [f"List/{doctype}" for doctype in LISTS] + PAGES + SINGLES:
        check_page(page, f"Form/{route}" if route in SINGLES else route)
    for doctype in FORMS:
        check_page(page, f"Form/{doctype}/new")
    settle(page)
