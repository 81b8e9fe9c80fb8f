"""What the Desk is told at its start: KIM is the home."""

import frappe

from kim_app.permissions import has_app_permission

HOME = {"name": "KIM", "title": "KIM", "public": 1}


def boot_session(bootinfo: "frappe._dict") -> None:
    """Open the Desk with the KIM workspace, and hide the framework's own pages from those who do not administer it.

    A default workspace that somebody chose stays. `Workspaces` is the page that shows workspaces, in v15 as in v16.
    """
    if not has_app_permission():
        return
    bootinfo["home_page"] = "Workspaces"
    if not bootinfo["user"].get("default_workspace"):
        bootinfo["user"]["default_workspace"] = HOME
    if "System Manager" not in frappe.get_roles():
        _hide_framework(bootinfo)


def _hide_framework(bootinfo: "frappe._dict") -> None:
    """Drop the workspaces and desktop icons of the framework; those of other apps stay."""
    workspaces = bootinfo.get("workspaces") or {}
    if workspaces.get("pages"):
        workspaces["pages"] = [page for page in workspaces["pages"] if page and page.get("app") != "frappe"]
    if bootinfo.get("desktop_icons"):
        bootinfo["desktop_icons"] = [icon for icon in bootinfo["desktop_icons"] if icon.get("app") != "frappe"]
