"""The colleagues who may hold cases."""

import frappe
from frappe import _

from kim_app.cases.review import ENDED, open_cases
from kim_app.permissions.scopes import users_with
from kim_app.roles import CASE_MANAGER


def is_case_manager(user: str) -> bool:
    """Say whether `user` can sign in and has the role that holds cases."""
    return bool(frappe.db.get_value("User", user, "enabled")) and CASE_MANAGER in frappe.get_roles(user)


def require_case_manager(user: str) -> None:
    """Refuse a user who cannot hold cases. Raises `frappe.ValidationError`."""
    if not is_case_manager(user):
        frappe.throw(
            _("{0} cannot hold cases. Please choose a colleague with the role “{1}” whose login is active.").format(
                frappe.bold(name_of(user)), _(CASE_MANAGER)
            ),
            title=_("Not a Case Manager"),
        )


def require_holder(user: str) -> None:
    """Refuse a user who neither holds open cases nor can hold any. Raises `frappe.ValidationError`.

    Whoever left holds cases still, with the login closed already.
    """
    if not frappe.db.exists("Case", {"case_manager": user, "workflow_state": ("not in", ENDED)}):
        require_case_manager(user)


def name_of(user: str | None) -> str:
    """Return the full name of `user`, safe to show as HTML."""
    return frappe.utils.escape_html(frappe.db.get_value("User", user, "full_name") or user or "")


def case_managers(
    text: str = "", start: int = 0, limit: int = 20, but: str | None = None, holders: bool = False
) -> list[tuple[str, str]]:
    """Return name and full name of the case managers who match `text`, all but the user `but`.

    With `holders`, those are offered as well who hold open cases and cannot hold new ones.
    """
    user, case = frappe.qb.DocType("User"), frappe.qb.DocType("Case")
    query = frappe.qb.from_(user).select(user.name, user.full_name)
    wanted = (user.enabled == 1) & user.name.isin(users_with([CASE_MANAGER]))
    if holders:
        wanted |= user.name.isin(open_cases().select(case.case_manager))
    query = query.where(wanted)
    if but:
        query = query.where(user.name != but)
    if text:
        query = query.where(user.name.like(f"%{text}%") | user.full_name.like(f"%{text}%"))
    return query.orderby(user.full_name).orderby(user.name).offset(start).limit(limit).run()
