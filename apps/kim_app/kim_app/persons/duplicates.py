"""Whether somebody may be known already: how sure, and whom to ask. Nothing else leaves this module.

The secrecy line is kept: counselling is told about persons of counselling, an office about persons of its own
(§ 203 StGB, § 67 (4) SGB X). No name, date, number or count is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html

from kim_app.cases.review import ENDED
from kim_app.permissions import scopes
from kim_app.persons.matching import LIKELY, POSSIBLE, VERY_LIKELY, Entry, entry_of, likelihood
from kim_app.persons.names import tokens
from kim_app.roles import CASE_MANAGER
from kim_app.settings import setting

KEYS = {POSSIBLE: "possible", LIKELY: "likely", VERY_LIKELY: "very_likely"}
FIELDS = ("name", "entered_by", "first_name", "last_name", "other_names", "birth_date", "birth_date_estimated")


@dataclass(frozen=True)
class Known:
    """A person who may be the same: how sure, and on whose side."""

    level: int
    person: str
    entered_by: str
    side: str


def ask_about(values: Any, exclude: str | None = None) -> dict:
    """Say whether the person with these `values` may be known to the current user's side.

    Returns `{"known": False}`, or `known`, `level` (possible, likely, very_likely), `ask` and a readable `message`.
    `exclude` names a person who is not looked at.
    """
    wanted = entry_of(values)
    found = [known for known in _known(wanted) if known.person != exclude] if wanted.name else []
    if not found:
        return {"known": False}
    # Only the surest one decides: how many there are is not told either.
    surest = max(found, key=lambda known: (known.level, known.side, known.person))
    contact = _contact(surest)
    message = f"{_how_sure(surest.level)} {_what_to_do(contact)}"
    return {"known": True, "level": KEYS[surest.level], "ask": contact, "message": message}


def tell_author(doc: Any) -> None:
    """Show the hint to whoever entered a new person. It never blocks."""
    answer = ask_about(doc, exclude=doc.name)
    if answer["known"]:
        frappe.msgprint(answer["message"], title=_("Possibly Known Already"), indicator="orange")


def _known(wanted: Entry) -> Iterator[Known]:
    """Yield the persons of the user's own sides who may be the same; one query for each side."""
    words = {token.consonants for token in (*wanted.name, *wanted.others)}
    for side, persons in _sides():
        for row in _candidates(persons, words):
            if level := likelihood(wanted, entry_of(row)):
                yield Known(level, row.name, row.entered_by, side)


def _sides() -> Iterator[tuple[str, Any]]:
    """Yield each side of the secrecy line that the user works on, with the criterion for its persons."""
    table, roles = frappe.qb.DocType("Person"), set(frappe.get_roles())
    if scopes.counsels(roles):
        entered = table.entered_by.isin(scopes.users_with([CASE_MANAGER])) & table.name.notin(
            _persons_of("Application")
        )
        yield "Counselling", table.name.isin(scopes.counselled_persons()) | entered
    if scopes.offices(roles):
        entered = table.entered_by.isin(scopes.clerks_of(roles)) & table.name.notin(scopes.counselled_persons())
        yield "Office", table.name.isin(scopes.applicants(roles)) | entered


def _candidates(persons: Any, words: set[str]) -> list:
    """Read the persons who share the sound of a word with the wanted name."""
    table = frappe.qb.DocType("Person")
    shares = table.name_key.isnull()
    for word in sorted(words):
        shares = shares | table.name_key.like(f"% {word} %")
    query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
    return query.where(persons & shares & table.anonymised_on.isnull()).run(as_dict=True)


def _persons_of(doctype: str) -> Any:
    table = frappe.qb.DocType(doctype)
    return frappe.qb.from_(table).select(table.person).where(table.person.isnotnull())


def _contact(known: Known) -> str:
    """Return whom to ask: the colleague in charge, or the contact that the municipality has set."""
    user = _case_manager(known) if known.side == "Counselling" else _clerk(known)
    if user and frappe.db.get_value("User", user, "enabled"):
        return frappe.db.get_value("User", user, "full_name")
    return setting("duplicate_contact") or _("the coordination of KIM")


def _case_manager(known: Known) -> str | None:
    """Return the case manager, if that colleague may be named: same team, or a case without a team."""
    cases = frappe.get_all(
        "Case",
        filters={"person": known.person},
        fields=["case_manager", "team", "workflow_state"],
        order_by="creation desc",
    )
    if not cases:
        return known.entered_by
    case = next((case for case in cases if case.workflow_state not in ENDED), cases[0])
    return case.case_manager if not case.team or _share_a_team(case) else None


def _share_a_team(case: Any) -> bool:
    """Say whether the user works in the team of the case, or in another team with its case manager."""
    own = set(_teams_of(frappe.session.user))
    return bool(own & {case.team, *_teams_of(case.case_manager)}) or case.case_manager == frappe.session.user


def _teams_of(user: str) -> list[str]:
    return frappe.get_all("Team Member", filters={"user": user, "parenttype": "Team"}, pluck="parent")


def _clerk(known: Known) -> str | None:
    """Return the clerk of the newest application to the user's own office, else the clerk who entered the person."""
    roles = set(frappe.get_roles())
    kinds = scopes.own_office_types(roles).run(pluck=True)
    filters = {"person": known.person, "application_type": ("in", kinds), "clerk": ("is", "set")}
    clerks = frappe.get_all("Application", filters=filters, pluck="clerk", order_by="creation desc", limit=1)
    if clerks:
        return clerks[0]
    # Whoever entered a person for counselling must not be named to an office.
    return known.entered_by if known.entered_by in scopes.clerks_of(roles).run(pluck=True) else None


def _how_sure(level: int) -> str:
    return {
        VERY_LIKELY: _("Somebody like this is very likely known already."),
        LIKELY: _("Somebody like this is likely known already."),
        POSSIBLE: _("Somebody like this may be known already."),
    }[level]


def _what_to_do(contact: str) -> str:
    if contact == frappe.db.get_value("User", frappe.session.user, "full_name"):
        return _("Please look among your own persons before you go on.")
    return _("Please ask {0} before you go on.").format(escape_html(contact))


def can_be_asked(first_name: str, last_name: str) -> bool:
    """Say whether there is enough to look for: a word in each part of the name."""
    return bool(tokens(first_name) or tokens(last_name)) and bool(first_name.strip() and last_name.strip())
