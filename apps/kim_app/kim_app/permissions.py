"""Who may see which document: the one place that says so.

`visible_documents` gives the names of the documents that somebody may see, as a query. The list condition and the
check of a single document are both made of that query, so that they cannot disagree. Role permissions still come
first: this rule only takes away.

The rule behind it: counselling secrecy (§ 203 StGB, social data protection) stands above convenience; nobody reads
a person without being on the case, and the foreigners' office sees no counselling.
"""

from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from typing import Any

import frappe

from kim_app.roles import (
    CASE_MANAGER,
    COORDINATOR,
    OFFICE_OF_CLERK,
    ROLES,
    STEERING_MEMBER,
)

Criteria = Iterator[Any]
READING = ("read", "select", "print", "report", "export", "email")

# A document may only hang on others that its author may see: otherwise a case on a stranger's person
# would open that person.
HANGS_ON = {
    "Person": ("household",),
    "Case": ("person",),
    "Referral": ("case",),
    "Application": ("person",),
}


def has_app_permission() -> bool:
    """Say whether the current user has any role in KIM."""
    return frappe.session.user == "Administrator" or bool(set(ROLES) & set(frappe.get_roles()))


def has_permission(doc: Any, ptype: str = "read", user: str | None = None, **_ignored: Any) -> bool:
    """Check one document by the same query that filters its list.

    A document that is not stored yet is checked by the documents it hangs on. Frappe asks the super-user
    `Administrator` nothing; the answer is the same here.
    """
    user = user or frappe.session.user
    if user == "Administrator":
        return True
    if ptype == "create" or not (doc.name and frappe.db.exists(doc.doctype, doc.name)):
        return _may_enter(doc, user)
    if ptype == "write" and not _may_enter(doc, user):
        return False
    return _sees(doc.doctype, doc.name, user, ptype)


def visible_documents(doctype: str, user: str, ptype: str = "read") -> Any:
    """Return a query for the names of the documents of `doctype` that `user` may see.

    The query of somebody without a role in KIM finds nothing.
    """
    table = frappe.qb.DocType(doctype)
    roles = set(frappe.get_roles(user))
    criteria = list(RULES[doctype](table, user, roles, ptype))
    nothing = table.name.isnull()
    return frappe.qb.from_(table).select(table.name).where(reduce(or_, criteria, nothing))


def _person(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """Case manager: the persons of own cases, and those entered without a case yet. Clerk: see below."""
    case = frappe.qb.DocType("Case")
    if CASE_MANAGER in roles:
        yield table.name.isin(_own_cases(user, case.person))
        counselled = frappe.qb.from_(case).select(case.person).where(case.person.isnotnull())
        yield (table.owner == user) & table.name.notin(counselled)
    if _offices(roles):
        application = frappe.qb.DocType("Application")
        of_office = application.application_type.isin(_types_of(roles))
        yield table.name.isin(frappe.qb.from_(application).select(application.person).where(of_office))
        yield table.owner == user


def _household(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The households of visible persons, and those entered that have no member yet."""
    if CASE_MANAGER not in roles:
        return
    person = frappe.qb.DocType("Person")
    members = frappe.qb.from_(person).select(person.household).where(person.household.isnotnull())
    yield table.name.isin(members.where(person.name.isin(visible_documents("Person", user))))
    yield (table.owner == user) & table.name.notin(members)


def _case(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The cases of which the user is case manager of record."""
    if CASE_MANAGER in roles:
        yield table.case_manager == user


def _referral(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The referrals of own cases."""
    if CASE_MANAGER in roles:
        yield table.case.isin(_own_cases(user, frappe.qb.DocType("Case").name))


def _application(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The applications of the clerk's own office."""
    if _offices(roles):
        yield table.application_type.isin(_types_of(roles))


def _meeting(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """By type: what is written about single cases stays with those who work on them."""
    conference = table.meeting_type == "Case Conference"
    if COORDINATOR in roles:
        yield table.meeting_type != "Case Conference"
    if CASE_MANAGER in roles:
        yield conference & table.name.isin(_agendas_with(_own_cases(user, frappe.qb.DocType("Case").name)))
        yield conference & (table.owner == user) & table.name.notin(_agendas_with())
        if ptype in READING:
            yield table.meeting_type != "Case Conference"
    if _offices(roles) and ptype in READING:
        yield table.meeting_type == "Planning Conference"
    if STEERING_MEMBER in roles and ptype in READING:
        yield table.meeting_type == "Steering Group"


def _workflow_action(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The open steps of visible documents; for DocTypes without a rule here the framework's own rule is enough."""
    ruled = [doctype for doctype in RULES if doctype != "Workflow Action"]
    for doctype in ruled:
        yield (table.reference_doctype == doctype) & table.reference_name.isin(visible_documents(doctype, user))
    yield table.reference_doctype.notin(ruled)


RULES: dict[str, Callable[..., Criteria]] = {
    "Person": _person,
    "Household": _household,
    "Case": _case,
    "Referral": _referral,
    "Application": _application,
    "Meeting": _meeting,
    "Workflow Action": _workflow_action,
}


def _own_cases(user: str, field: Any) -> Any:
    """Query `field` of the cases of which `user` is case manager."""
    case = frappe.qb.DocType("Case")
    return frappe.qb.from_(case).select(field).where(case.case_manager == user)


def _agendas_with(cases: Any = None) -> Any:
    """Query the meetings that have one of the `cases` on their agenda; without `cases`, any case."""
    item = frappe.qb.DocType("Agenda Item")
    wanted = item.case != "" if cases is None else item.case.isin(cases)
    return frappe.qb.from_(item).select(item.parent).where((item.parenttype == "Meeting") & wanted)


def _offices(roles: set[str]) -> list[str]:
    """Return the offices that the roles work for."""
    return [office for role, office in OFFICE_OF_CLERK.items() if role in roles]


def _types_of(roles: set[str]) -> Any:
    """Query the application types of the offices that the roles work for."""
    kind = frappe.qb.DocType("Application Type")
    return frappe.qb.from_(kind).select(kind.name).where(kind.office.isin(_offices(roles)))


def _sees(doctype: str, name: str, user: str, ptype: str = "read") -> bool:
    query = visible_documents(doctype, user, ptype)
    return bool(query.where(frappe.qb.DocType(doctype).name == name).limit(1).run())


def _may_hang_there(doc: Any, user: str) -> bool:
    """Check that every document which `doc` hangs on is visible to `user`."""
    for fieldname in HANGS_ON.get(doc.doctype, ()):
        target = doc.get(fieldname)
        if target and not _sees(doc.meta.get_field(fieldname).options, target, user):
            return False
    return True


def _may_enter(doc: Any, user: str) -> bool:
    """Check what is entered or changed: where the document hangs, and what the user's roles may write."""
    if not _may_hang_there(doc, user):
        return False
    roles = set(frappe.get_roles(user))
    if doc.doctype == "Application" and doc.application_type:
        office = frappe.db.get_value("Application Type", doc.application_type, "office")
        return office in _offices(roles)
    if doc.doctype == "Meeting" and doc.meeting_type:
        return (CASE_MANAGER if doc.meeting_type == "Case Conference" else COORDINATOR) in roles
    return True


def _condition(doctype: str) -> Callable[..., str]:
    """Make the list condition of `doctype`; it is empty for the super-user alone."""

    def condition(user: str | None = None, **_ignored: Any) -> str:
        user = user or frappe.session.user
        if user == "Administrator":
            return ""
        if "\\" in user:
            # It would end the quoted text on MariaDB, and no valid login has one.
            return f"`tab{doctype}`.`name` is null"
        return f"`tab{doctype}`.`name` in ({visible_documents(doctype, user).get_sql()})"

    return condition


person_condition = _condition("Person")
household_condition = _condition("Household")
case_condition = _condition("Case")
referral_condition = _condition("Referral")
application_condition = _condition("Application")
meeting_condition = _condition("Meeting")
workflow_action_condition = _condition("Workflow Action")
