"""What the Desk is told at its start: the workspace of the role is the home."""

import frappe
from frappe.utils import cint

from kim_app.network.verification import months
from kim_app.permissions import has_app_permission
from kim_app.permissions.scopes import offices_take_part
from kim_app.roles import (
    ADMINISTRATOR,
    CASE_MANAGER,
    COORDINATOR,
    DATA_PROTECTION_OFFICER,
    FOREIGNERS_OFFICE_CLERK,
    NATURALISATION_CLERK,
    STEERING_MEMBER,
)
from kim_app.settings import setting

WORKSPACES = {
    CASE_MANAGER: "Case Management",
    COORDINATOR: "Coordination",
    FOREIGNERS_OFFICE_CLERK: "Residence and Naturalisation",
    NATURALISATION_CLERK: "Residence and Naturalisation",
    STEERING_MEMBER: "Steering Group",
    DATA_PROTECTION_OFFICER: "Data Protection",
    ADMINISTRATOR: "Configuration",
}
"""Where each role begins its day. Who has several roles begins with the first of them here."""

GENERAL = "KIM"
OFFICES = "Residence and Naturalisation"


def boot_session(bootinfo: "frappe._dict") -> None:
    """Open the Desk with the role's workspace, and hide the framework's pages from those who do not administer it.

    A default workspace that somebody chose stays. `Workspaces` is the page that shows workspaces, in v15 as in v16.
    """
    if not has_app_permission():
        return
    bootinfo["home_page"] = "Workspaces"
    bootinfo["kim_actor_verification_months"] = months()
    bootinfo["kim_application_warning_days"] = cint(setting("application_warning_days"))
    if not bootinfo["user"].get("default_workspace"):
        home = workspace_of(frappe.get_roles())
        bootinfo["user"]["default_workspace"] = {"name": home, "title": home, "public": 1}
    _keep_one_way_in(bootinfo)
    if not offices_take_part():
        _hide_applications(bootinfo)
    if "System Manager" not in frappe.get_roles():
        _hide_framework(bootinfo)


def workspace_of(roles: list[str]) -> str:
    """Return the workspace in which somebody with these roles begins; one that was removed or hidden is passed over."""
    own = (workspace for role, workspace in WORKSPACES.items() if role in roles)
    shown = (name for name in own if name != OFFICES or offices_take_part())
    return next((name for name in shown if frappe.db.exists("Workspace", name)), GENERAL)


def _keep_one_way_in(bootinfo: "frappe._dict") -> None:
    """Drop the sidebar and the desktop icon that v16 makes of each workspace: those of KIM lead to all of them."""
    own = set(WORKSPACES.values())
    sidebars = bootinfo.get("workspace_sidebar_item") or {}
    for workspace in own:
        sidebars.pop(workspace.lower(), None)
    if bootinfo.get("desktop_icons"):
        bootinfo["desktop_icons"] = [icon for icon in bootinfo["desktop_icons"] if icon.get("label") not in own]


def _hide_applications(bootinfo: "frappe._dict") -> None:
    """Drop what leads to applications, where the municipality runs no building block 3."""
    workspaces = bootinfo.get("workspaces") or {}
    if workspaces.get("pages"):
        workspaces["pages"] = [page for page in workspaces["pages"] if page and page.get("name") != OFFICES]
    for sidebar in (bootinfo.get("workspace_sidebar_item") or {}).values():
        sidebar["items"] = [item for item in sidebar["items"] if item.get("link_to") not in (OFFICES, "Application")]
    for doctypes in bootinfo["user"].values():
        # The lists of what the user may read, enter, search and so on.
        if isinstance(doctypes, list) and "Application" in doctypes:
            doctypes.remove("Application")


def _hide_framework(bootinfo: "frappe._dict") -> None:
    """Drop the workspaces and desktop icons of the framework; those of other apps stay."""
    workspaces = bootinfo.get("workspaces") or {}
    if workspaces.get("pages"):
        workspaces["pages"] = [page for page in workspaces["pages"] if page and page.get("app") != "frappe"]
    if bootinfo.get("desktop_icons"):
        bootinfo["desktop_icons"] = [icon for icon in bootinfo["desktop_icons"] if icon.get("app") != "frappe"]
