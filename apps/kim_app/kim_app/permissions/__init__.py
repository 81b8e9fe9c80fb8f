"""Who may see which document: the one place that says so.

`rules.visible_documents` gives the names of the documents that somebody may see, as a query. The list condition and
the check of a single document are both made of that query, so that they cannot disagree. Role permissions still come
first: these rules only take away.

The rule behind it: counselling secrecy (§ 203 StGB, social data protection) stands above convenience; nobody reads
a person without being on the case, and the foreigners' office sees no counselling.
"""

from collections.abc import Iterable
from typing import Any

import frappe

from kim_app.data_protection.accesses import note_reading
from kim_app.permissions.companions import COMPANION_RULES, FOLLOWING, SHARED
from kim_app.permissions.rules import RULES, visible_documents
from kim_app.permissions.scopes import offices
from kim_app.roles import CASE_MANAGER, COORDINATOR, ROLES

# A document may only hang on others that its author may see: otherwise a case on a stranger's person
# would open that person.
HANGS_ON = {
    "Person": ("household",),
    "Case": ("person",),
    "Consent": ("person",),
    "Contact Note": ("case",),
    "Assessment": ("case",),
    "Referral": ("case",),
    "Disclosure": ("person", "referral", "application"),
    "Application": ("person",),
}


ALL_RULES = {**RULES, **COMPANION_RULES}
RULED = tuple(ALL_RULES)


def has_app_permission() -> bool:
    """Say whether the current user has any role in KIM."""
    return frappe.session.user == "Administrator" or bool(set(ROLES) & set(frappe.get_roles()))


def has_permission(doc: Any, ptype: str | None = "read", user: str | None = None, **_ignored: Any) -> bool:
    """Check one document by the same query that filters its list.

    A document that is not stored yet is checked by the documents it hangs on. Frappe asks the super-user
    `Administrator` nothing; the answer is the same here.
    """
    user = user or frappe.session.user
    if user == "Administrator":
        return True
    # Frappe asks for no kind of access where it wants to know the rights on a document that is open already.
    ptype = ptype or "read"
    if ptype == "create":
        return _may_enter(doc, user)
    seen = bool(doc.name) and sees(doc.doctype, doc.name, user, ptype)
    if not seen and not (doc.name and frappe.db.exists(doc.doctype, doc.name)):
        return _may_enter(doc, user)
    if seen and ptype == "write":
        return _may_enter(doc, user)
    if seen and ptype == "read" and user == frappe.session.user:
        note_reading(doc)
    return seen


def list_condition(user: str | None = None, doctype: str | None = None, **_ignored: Any) -> str:
    """Return the list condition of `doctype`; it is empty for the super-user alone."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    if "\\" in user:
        # It would end the quoted text on MariaDB, and no valid login has one.
        return f"`tab{doctype}`.`name` is null"
    return f"`tab{doctype}`.`name` in ({visible_documents(doctype, user, rules=ALL_RULES).get_sql()})"


def sees(doctype: str, name: str, user: str | None = None, ptype: str = "read") -> bool:
    """Say whether `user` may see the stored document, as far as the rules go."""
    query = visible_documents(doctype, user or frappe.session.user, ptype, ALL_RULES)
    return bool(query.where(frappe.qb.DocType(doctype).name == name).limit(1).run())


def readable(doctype: str, names: Iterable[str]) -> list[str]:
    """Return those of the named documents that the present user may see, as far as the rules go; one query."""
    names = list(names)
    if doctype not in ALL_RULES:
        return names
    query = visible_documents(doctype, frappe.session.user, rules=ALL_RULES)
    found = set(query.where(frappe.qb.DocType(doctype).name.isin([*names, ""])).run(pluck=True))
    return [name for name in names if name in found]


def _may_hang_there(doc: Any, user: str) -> bool:
    """Check that every document which `doc` newly hangs on is visible to `user`; a clerk sees no household."""
    fieldnames = HANGS_ON.get(doc.doctype, ())
    stored = frappe.db.get_value(doc.doctype, doc.name, fieldnames, as_dict=True) if fieldnames and doc.name else None
    for fieldname in fieldnames:
        target = doc.get(fieldname)
        if stored and stored[fieldname] == target:
            continue
        if target and not sees(doc.meta.get_field(fieldname).options, target, user):
            return False
    return True


def _may_enter(doc: Any, user: str) -> bool:
    """Check what is entered or changed: where the document hangs, and what the user's roles may write."""
    if doc.doctype in FOLLOWING:
        return _may_follow(doc, user)
    if not _may_hang_there(doc, user):
        return False
    roles = set(frappe.get_roles(user))
    if doc.doctype == "Application" and doc.application_type:
        office = frappe.db.get_value("Application Type", doc.application_type, "office")
        return office in offices(roles)
    if doc.doctype == "Disclosure":
        return _side_of(doc, roles)
    if doc.doctype == "Deputy Arrangement":
        # Nobody opens the cases of a colleague to oneself.
        return doc.absent_user in (None, "", user) or (COORDINATOR in roles and doc.deputy != user)
    if doc.doctype == "Meeting" and doc.meeting_type:
        return (CASE_MANAGER if doc.meeting_type == "Case Conference" else COORDINATOR) in roles
    return True


def _side_of(doc: Any, roles: set[str]) -> bool:
    """Check that a disclosure is entered by the side that passed something on."""
    if doc.get("office") in (None, "", "Counselling"):
        return CASE_MANAGER in roles
    return doc.office in offices(roles)


def _may_follow(doc: Any, user: str) -> bool:
    """Check that a comment, file or task is entered on a document that `user` sees, and never on a shared one."""
    doctype, name = (doc.get(field) for field in FOLLOWING[doc.doctype])
    if doctype in SHARED:
        return False
    return doctype not in RULES or not name or sees(doctype, name, user) or _is_own_task(doc, user)


def _is_own_task(doc: Any, user: str) -> bool:
    """Say whether a stored task stays where it is and was given to `user`, who may not see its meeting."""
    kept = {field: doc.get(field) for field in ("name", *FOLLOWING["ToDo"], "allocated_to")}
    return doc.doctype == "ToDo" and doc.allocated_to == user and bool(doc.name and frappe.db.exists("ToDo", kept))


def keep_author(doc: Any, _method: str | None = None) -> None:
    """Keep whoever entered a document as its owner: rules rest on it, and it may be sent along with any change."""
    before = doc.get_doc_before_save() if doc.doctype in RULES else None
    if before and frappe.session.user != "Administrator":
        doc.owner = before.owner
