"""One rule for each DocType: which of its documents a user may see, as criteria of which any one is enough.

A rule is called with the table, the user, the user's roles and the kind of access (`read`, `write`, …).
"""

from collections.abc import Callable, Iterator
from typing import Any

import frappe

from kim_app.consents import EXCHANGE, in_force, persons_with
from kim_app.permissions import scopes
from kim_app.permissions.scopes import READING, counsels, offices, own_cases
from kim_app.roles import CASE_MANAGER, COORDINATOR, DATA_PROTECTION_OFFICER, STEERING_MEMBER

Criteria = Iterator[Any]
Rule = Callable[[Any, str, set[str], str], Criteria]


def person(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """Case manager: persons of own cases, and those entered without a case yet.

    Clerk: persons with an application of the office, those entered, and those who agreed to the exchange between
    counselling and office.
    """
    if counsels(roles):
        yield table.name.isin(own_cases(user, "person", ptype))
        yield (table.entered_by == user) & table.name.notin(scopes.counselled_persons())
    if offices(roles):
        yield table.name.isin(scopes.applicants(roles))
        yield table.entered_by == user
        yield table.name.isin(persons_with(EXCHANGE))


def household(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The households of visible persons, and those entered that have no member yet."""
    if not counsels(roles):
        return
    member = frappe.qb.DocType("Person")
    members = frappe.qb.from_(member).select(member.household).where(member.household.isnotnull())
    yield table.name.isin(members.where(member.name.isin(visible_documents("Person", user, ptype))))
    yield (table.owner == user) & table.name.notin(members)


def protected_contact(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """Only who must know: the case manager of record or the deputy, before there is a case whoever entered the person.

    An office sees only what its own clerks entered: whoever entered the person, and the clerk of the application.
    """
    entered = table.person.isin(scopes.persons_entered_by(user))
    if counsels(roles):
        case = frappe.qb.DocType("Case")
        own = (case.case_manager == user) | case.case_manager.isin(scopes.absent_colleagues(user))
        yield table.person.isin(frappe.qb.from_(case).select(case.person).where(own))
        yield entered & table.person.notin(scopes.counselled_persons())
    if offices(roles):
        clerks = scopes.clerks_of(roles)
        of_office = table.person.isin(scopes.persons_entered_by(clerks)) & table.modified_by.isin(clerks)
        yield of_office & (entered | table.person.isin(scopes.applicants(roles, clerk=user)))


def case(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """Own cases: of record, as deputy, of the team as far as it allows."""
    if counsels(roles):
        yield scopes.is_own(table, user, ptype)


def of_own_case(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """What hangs on own cases."""
    if counsels(roles):
        yield table.case.isin(own_cases(user, ptype=ptype))


def contact_note(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """Notes of own cases; confidential ones only of the author, and of absent colleagues who opened theirs."""
    if counsels(roles):
        opened = table.owner.isin(scopes.absent_colleagues(user, confidential=True))
        readable = (table.confidential == 0) | (table.owner == user) | opened
        yield table.case.isin(own_cases(user, ptype=ptype)) & readable


def consent(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """Case manager: of own clients. Clerk: exchange consents. Data protection officer: the register."""
    if counsels(roles):
        yield table.person.isin(visible_to_counselling(user, ptype))
    if offices(roles) and ptype in READING:
        of_applicant = table.person.isin(scopes.applicants(roles))
        yield (table.purpose == EXCHANGE) & (of_applicant | in_force(table))
    if DATA_PROTECTION_OFFICER in roles and ptype in READING:
        yield table.name.isnotnull()


def disclosure(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """What the own side passed on: counselling its clients', an office its applicants'. The register for the DPO.

    Nobody changes what was recorded.
    """
    if ptype not in READING:
        return
    if counsels(roles):
        yield (table.office == "Counselling") & table.person.isin(visible_to_counselling(user, ptype))
    if offices(roles):
        yield table.office.isin(offices(roles)) & table.person.isin(scopes.applicants(roles))
    if DATA_PROTECTION_OFFICER in roles:
        yield table.name.isnotnull()


def application(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """Clerk: the applications of the own office. Case manager: those of own clients who agreed to the exchange.

    The case manager reads state and due date only; the other fields have a permission level of their own.
    """
    if offices(roles):
        yield table.application_type.isin(scopes.own_office_types(roles))
    if counsels(roles) and ptype in READING and scopes.offices_take_part():
        yield table.person.isin(own_cases(user, "person")) & table.person.isin(persons_with(EXCHANGE))


def meeting(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """By type: what is written about single cases stays with those who work on them."""
    conference = table.meeting_type == "Case Conference"
    if COORDINATOR in roles:
        yield table.meeting_type != "Case Conference"
    if CASE_MANAGER in roles:
        yield conference & table.name.isin(_agendas_with(own_cases(user, ptype=ptype)))
        yield conference & (table.owner == user) & table.name.notin(_agendas_with())
        if ptype in READING:
            yield table.meeting_type != "Case Conference"
    if offices(roles) and ptype in READING:
        yield table.meeting_type == "Planning Conference"
    if STEERING_MEMBER in roles and ptype in READING:
        yield table.meeting_type == "Steering Group"


def barrier(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """All barriers for those who report them; the steering group sees those that were verified.

    Once it is reported, a barrier belongs to the coordinator.
    """
    if COORDINATOR in roles or (ptype in READING and (counsels(roles) or offices(roles))):
        yield table.name.isnotnull()
    if STEERING_MEMBER in roles and ptype in READING:
        yield table.workflow_state.notin(("Reported", "Rejected"))


def measure(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The measures against visible barriers, and those that the user is responsible for.

    Of the latter, `kim_app.cooperation.measures` lets the user change the progress alone.
    """
    yield table.barrier.isin(visible_documents("Barrier", user, ptype))
    if (counsels(roles) or offices(roles)) and ptype in (*READING, "write"):
        yield (table.responsible_type == "User") & (table.responsible == user)


def deputy_arrangement(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The absent colleague's own; the deputy reads it; the coordinator enters it when somebody falls ill."""
    yield table.absent_user == user
    if ptype in READING:
        yield table.deputy == user
    if COORDINATOR in roles:
        yield table.name.isnotnull()


def statistic(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """Own statistics, and those shared with a role of the user."""
    yield table.owner == user
    if ptype in READING:
        choice = frappe.qb.DocType("Role Choice")
        shared = frappe.qb.from_(choice).select(choice.parent)
        yield table.name.isin(shared.where((choice.parenttype == "Statistic") & choice.role.isin(list(roles))))


def workflow_action(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """The open steps of visible documents; for DocTypes without a rule here the framework's own rule is enough."""
    ruled = [doctype for doctype in RULES if doctype != "Workflow Action"]
    for doctype in ("Case", "Referral", "Application", "Meeting", "Barrier"):
        yield (table.reference_doctype == doctype) & table.reference_name.isin(visible_documents(doctype, user))
    yield table.reference_doctype.notin(ruled)


RULES: dict[str, Rule] = {
    "Person": person,
    "Household": household,
    "Protected Contact": protected_contact,
    "Case": case,
    "Contact Note": contact_note,
    "Assessment": of_own_case,
    "Consent": consent,
    "Disclosure": disclosure,
    "Referral": of_own_case,
    "Application": application,
    "Meeting": meeting,
    "Barrier": barrier,
    "Measure": measure,
    "Deputy Arrangement": deputy_arrangement,
    "Statistic": statistic,
    "Workflow Action": workflow_action,
}


def visible_documents(doctype: str, user: str, ptype: str = "read", rules: dict[str, Rule] = RULES) -> Any:
    """Return a query for the names of the documents of `doctype` that `user` may see.

    The query of somebody without a role in KIM finds none of those that hold content.
    """
    table = frappe.qb.DocType(doctype)
    roles = set(frappe.get_roles(user))
    allowed = table.name.isnull()
    for criterion in rules[doctype](table, user, roles, ptype):
        allowed = allowed | criterion
    return frappe.qb.from_(table).select(table.name).where(allowed)


def visible_to_counselling(user: str, ptype: str = "read") -> Any:
    """Query the persons whom `user` sees as a case manager, whatever else the user is."""
    table = frappe.qb.DocType("Person")
    own = table.name.isin(own_cases(user, "person", ptype))
    entered = (table.entered_by == user) & table.name.notin(scopes.counselled_persons())
    return frappe.qb.from_(table).select(table.name).where(own | entered)


def _agendas_with(cases: Any = None) -> Any:
    """Query the meetings that have one of the `cases` on their agenda; without `cases`, any case."""
    item = frappe.qb.DocType("Agenda Item")
    wanted = item.case != "" if cases is None else item.case.isin(cases)
    return frappe.qb.from_(item).select(item.parent).where((item.parenttype == "Meeting") & wanted)
