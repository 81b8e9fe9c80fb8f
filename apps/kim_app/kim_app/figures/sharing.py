"""To whom a statistic is passed on: roles, workspaces and mails. Whoever gets to see it may read it."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from kim_app.roles import ROLES


def require_readers(record: Any) -> None:
    """Check that the figure is passed on only to those it is shared with. Raises `frappe.ValidationError`."""
    roles = {row.role for row in record.shared_with}
    unknown = [row.workspace for row in record.workspaces if row.workspace not in workspaces_of(roles)]
    if unknown:
        frappe.throw(
            _("{0} is seen by other roles as well. Please share the figure with all roles of the workspace.").format(
                ", ".join(_(name) for name in unknown)
            ),
            title=_("On Workspaces"),
        )
    outside = {row.user for row in record.mail_to} - set(readers(roles, record.owner))
    if outside:
        frappe.throw(
            _("{0} has none of the roles that the figure is shared with. Please share it first.").format(
                ", ".join(sorted(outside))
            ),
            title=_("Mail To"),
        )
    if record.mail_every and not record.mail_to:
        frappe.throw(_("Please choose who gets the mail."), title=_("Mail To"))


def shareable() -> list[str]:
    """Return the roles of KIM that may read statistics at all."""
    readers_of_figures = {row.role for row in frappe.get_meta("Statistic").permissions if row.read}
    return [role for role in ROLES if role in readers_of_figures]


def workspaces_of(roles: Iterable[str]) -> list[str]:
    """Return the workspaces that are seen by nobody but those with one of the roles."""
    rows = frappe.get_all(
        "Has Role",
        filters={"parenttype": "Workspace"},
        fields=["parent", "role"],
    )
    allowed, seen = set(roles), {}
    for row in rows:
        seen.setdefault(row.parent, set()).add(row.role)
    # Public ones, since each colleague's own are nobody else's business.
    public = frappe.get_all("Workspace", filters={"public": 1, "name": ("in", list(seen) or [""])}, pluck="name")
    return sorted(name for name in public if seen[name] <= allowed)


def readers(roles: Iterable[str], owner: str | None = None) -> list[str]:
    """Return the enabled colleagues who have one of the roles of KIM, and the owner."""
    given = frappe.get_all(
        "Has Role",
        filters={"parenttype": "User", "role": ("in", [role for role in roles if role in ROLES] or [""])},
        pluck="parent",
    )
    names = {*given, *([owner] if owner else [])}
    return frappe.get_all("User", filters={"name": ("in", list(names) or [""]), "enabled": 1}, pluck="name")
