"""Queries that the rules share: whose cases, whose persons, which offices."""

from typing import Any

import frappe
from frappe.utils import nowdate

from kim_app.roles import CASE_MANAGER, OFFICE_OF_CLERK
from kim_app.settings import setting

READING = ("read", "select", "print", "report", "export", "email")


def absent_colleagues(user: str, confidential: bool = False) -> Any:
    """Query the colleagues for whom `user` is deputy today; with `confidential`, those who opened such notes."""
    deputy = frappe.qb.DocType("Deputy Arrangement")
    query = frappe.qb.from_(deputy).select(deputy.absent_user)
    query = query.where((deputy.deputy == user) & (deputy.starts_on <= nowdate()) & (deputy.ends_on >= nowdate()))
    return query.where(deputy.confidential_notes == 1) if confidential else query


def teams(user: str, ptype: str) -> Any:
    """Query the teams whose cases `user` may see or, for any other `ptype` than reading, change."""
    team, member = frappe.qb.DocType("Team"), frappe.qb.DocType("Team Member")
    access = ("Read", "Read and Write") if ptype in READING else ("Read and Write",)
    query = frappe.qb.from_(member).join(team).on(member.parent == team.name).select(team.name)
    return query.where((member.user == user) & team.case_access.isin(access))


def is_own(case: Any, user: str, ptype: str) -> Any:
    """Return the criterion for the cases of `user`: of record, as deputy, or through the team as far as it allows."""
    of_record = case.case_manager == user
    return of_record | case.case_manager.isin(absent_colleagues(user)) | case.team.isin(teams(user, ptype))


def own_cases(user: str, field: str = "name", ptype: str = "read") -> Any:
    """Query `field` of the cases of `user`."""
    case = frappe.qb.DocType("Case")
    return frappe.qb.from_(case).select(case[field]).where(is_own(case, user, ptype))


def counselled_persons() -> Any:
    """Query the persons who have a case."""
    case = frappe.qb.DocType("Case")
    return frappe.qb.from_(case).select(case.person).where(case.person.isnotnull())


def offices(roles: set[str]) -> list[str]:
    """Return the offices that the roles work for; none while the municipality runs no building block 3."""
    if not offices_take_part():
        return []
    return [office for role, office in OFFICE_OF_CLERK.items() if role in roles]


def own_office_types(roles: set[str]) -> Any:
    """Query the application types of the offices that the roles work for."""
    kind = frappe.qb.DocType("Application Type")
    return frappe.qb.from_(kind).select(kind.name).where(kind.office.isin(offices(roles)))


def applicants(roles: set[str], clerk: str | None = None) -> Any:
    """Query the persons with an application to the offices that the roles work for, or to one `clerk` there."""
    application = frappe.qb.DocType("Application")
    query = frappe.qb.from_(application).select(application.person)
    query = query.where(application.application_type.isin(own_office_types(roles)))
    return query.where(application.clerk == clerk) if clerk else query


def clerks_of(roles: set[str]) -> Any:
    """Query the users who are clerks of the offices that the roles work for."""
    return users_with([role for role, office in OFFICE_OF_CLERK.items() if office in offices(roles)])


def users_with(roles: list[str]) -> Any:
    """Query the users who have one of the roles."""
    given = frappe.qb.DocType("Has Role")
    return frappe.qb.from_(given).select(given.parent).where((given.parenttype == "User") & given.role.isin(roles))


def persons_entered_by(users: Any) -> Any:
    """Query the persons that a user, or any of the queried users, entered."""
    table = frappe.qb.DocType("Person")
    owned = table.entered_by == users if isinstance(users, str) else table.entered_by.isin(users)
    return frappe.qb.from_(table).select(table.name).where(owned)


def counsels(roles: set[str]) -> bool:
    """Say whether the roles hold cases."""
    return CASE_MANAGER in roles


def offices_take_part() -> bool:
    """Say whether the municipality runs building block 3 at all."""
    return bool(setting("building_block_3"))
