"""Giving rights to content is an act that others see, and nobody gives them to oneself."""

from typing import Any

import frappe
from frappe import _

from kim_app.permissions.companions import CONTENT
from kim_app.roles import ADMINISTRATOR, DATA_PROTECTION_OFFICER, RIGHTS, ROLES

CONTENT_ROLES = {*ROLES, *RIGHTS} - {ADMINISTRATOR}


def check_user(doc: Any, _method: str | None = None) -> None:
    """Refuse roles for oneself, and tell the officer of new roles and of a password that an administrator set.

    Raises `frappe.PermissionError`.
    """
    before = doc.get_doc_before_save()
    new = {row.role for row in doc.roles} - ({row.role for row in before.roles} if before else set())
    gained = sorted(new & CONTENT_ROLES)
    if gained:
        _refuse_for_oneself(doc.name)
        _tell(_("{0} was given: {1}").format(doc.name, ", ".join(_(role) for role in gained)), "User", doc.name)
    if before and doc.get("new_password") and doc.name != frappe.session.user:
        _tell(_("The password of {0} was set by somebody else.").format(doc.name), "User", doc.name)


def check_role_row(doc: Any, _method: str | None = None) -> None:
    """Refuse a role that is written past the user's form. Raises `frappe.PermissionError`."""
    if doc.parenttype == "User" and doc.role in CONTENT_ROLES:
        _refuse_for_oneself(doc.parent)
        _tell(_("{0} was given: {1}").format(doc.parent, _(doc.role)), "User", doc.parent)


def tell_of_rights(doc: Any, _method: str | None = None) -> None:
    """Tell the officer that the rights of a role on content were changed."""
    if doc.parent in CONTENT:
        _tell(_("Rights of {0} on {1} were changed.").format(_(doc.role), _(doc.parent)), "DocType", doc.parent)


def _refuse_for_oneself(user: str) -> None:
    if user == frappe.session.user and user != "Administrator":
        frappe.throw(
            _("Nobody gives a role with content to oneself. Please ask another administrator."), frappe.PermissionError
        )


def _tell(subject: str, doctype: str, name: str) -> None:
    """Notify every data protection officer, naming who did it."""
    if frappe.session.user == "Administrator" or frappe.flags.in_install or frappe.flags.in_migrate:
        return
    officers = frappe.get_all(
        "Has Role", filters={"role": DATA_PROTECTION_OFFICER, "parenttype": "User"}, pluck="parent"
    )
    for officer in officers:
        log = {"for_user": officer, "type": "Alert", "subject": subject, "from_user": frappe.session.user}
        about = {"document_type": doctype, "document_name": name}
        # It must reach the officer whatever the rights of the administrator are.
        frappe.get_doc({"doctype": "Notification Log", **log, **about}).insert(ignore_permissions=True)
