"""Comments, versions, files and other records about a document obey the rule of that document.

Role permissions of the framework let the System Manager read most of them. Here they follow the document instead:
who may not work on it sees none of them, and what the framework keeps for administrators alone (versions, deleted
documents, mails) is open to nobody where it is about content.
"""

from collections.abc import Iterable
from typing import Any

import frappe

from kim_app.permissions.rules import RULES, Criteria, Rule, visible_documents

CONTENT = (*(doctype for doctype in RULES if doctype != "Workflow Action"), "Data Subject Request", "Retention Run")
"""DocTypes that hold what clients, colleagues or the network confided."""

SHARED = ("Person",)
"""Seen by counselling and offices alike: nothing may be hung on them that tells one side of the other."""

# DocType of the record → the fields that name the document which it is about.
FOLLOWING = {
    "Comment": ("reference_doctype", "reference_name"),
    "Communication": ("reference_doctype", "reference_name"),
    "ToDo": ("reference_type", "reference_name"),
    "File": ("attached_to_doctype", "attached_to_name"),
    "Tag Link": ("document_type", "document_name"),
    "Document Follow": ("ref_doctype", "ref_docname"),
    "Milestone": ("reference_type", "reference_name"),
}
CLOSED = {
    "Version": "ref_doctype",
    "View Log": "reference_doctype",
    "Deleted Document": "deleted_doctype",
    "Activity Log": "reference_doctype",
    "Access Log": "export_from",
    "Email Queue": "reference_doctype",
    "DocShare": "share_doctype",
    "Integration Request": "reference_doctype",
}

FAULTS = ("Error Log", "Scheduled Job Log")
TELLING = (*CONTENT, *FOLLOWING, *CLOSED, *FAULTS)
"""DocTypes whose fields hold content, or say what was done with it."""


def works_on(doctype: str, roles: Iterable[str]) -> bool:
    """Say whether one of the roles may enter or change documents of `doctype`; mere readers see the form alone."""
    rows = frappe.get_meta(doctype).permissions
    return any(row.role in roles and not row.permlevel and (row.write or row.create) for row in rows)


def _following(doctype_field: str, name_field: str) -> Rule:
    """Make the rule of records that follow the document which the two fields name."""

    def rule(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
        kind = table[doctype_field]
        yield kind.isnull() | kind.notin(CONTENT)
        for doctype in CONTENT:
            if doctype not in SHARED and works_on(doctype, roles):
                yield (kind == doctype) & table[name_field].isin(_visible(doctype, user))

    return rule


def _task(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """As everything that follows a document; a task from a meeting is also seen by whoever has to do it.

    Not so in a case conference: what is decided there stays with those on its cases (§ 203 StGB).
    """
    yield from _following(*FOLLOWING["ToDo"])(table, user, roles, ptype)
    meeting = frappe.qb.DocType("Meeting")
    open_to_all = frappe.qb.from_(meeting).select(meeting.name).where(meeting.meeting_type != "Case Conference")
    given = (table.reference_type == "Meeting") & (table.allocated_to == user)
    yield given & table.reference_name.isin(open_to_all)


def _closed(doctype_field: str) -> Rule:
    """Make the rule of records that nobody reads where they are about content, or about what is said on content."""

    def rule(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
        kind = table[doctype_field]
        yield kind.isnull() | kind.notin((*CONTENT, *FOLLOWING))

    return rule


def _own(field: str) -> Rule:
    """Make the rule of records that belong to the user whom the field names, such as a report that somebody stored."""

    def rule(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
        yield table[field] == user

    return rule


def _nobody(table: Any, user: str, roles: set[str], ptype: str) -> Criteria:
    """What went wrong is written down with the values at hand: that is for the super-user."""
    yield from ()


COMPANION_RULES: dict[str, Rule] = {
    **{doctype: _following(*fields) for doctype, fields in FOLLOWING.items()},
    "ToDo": _task,
    **{doctype: _closed(field) for doctype, field in CLOSED.items()},
    "Prepared Report": _own("owner"),
    "Notification Log": _own("for_user"),
    **dict.fromkeys(FAULTS, _nobody),
}


def _visible(doctype: str, user: str) -> Any:
    """Query the visible documents of a DocType; without a rule of its own, its role permissions decide."""
    if doctype in RULES:
        return visible_documents(doctype, user)
    table = frappe.qb.DocType(doctype)
    return frappe.qb.from_(table).select(table.name)
