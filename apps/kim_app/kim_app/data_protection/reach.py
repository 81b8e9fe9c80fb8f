"""Who may read a kind of document inside, and to whom its data went outside: asked of the rights and the records."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from kim_app.permissions import ALL_RULES

PASSED_ON = {"Referral": ("actor", "sent_on"), "Disclosure": ("recipient", "disclosed_on")}
"""The records of what was passed on, with the field that names the receiver and the one of the day."""
ABOUT = ("Person", "Case", "Application")
NOBODY = "Guest"


def readers_of(doctype: str) -> list[str]:
    """Name the roles that may read such documents, by their rights and by the rule that takes away from them."""
    rows = [row for row in frappe.get_meta(doctype).permissions if row.read and not row.permlevel]
    return [
        _(role) if everything else _("{0} (by rule)").format(_(role))
        for role in dict.fromkeys(row.role for row in rows)
        for everything in _reach(doctype, role)
    ]


def recipients_of(doctype: str) -> list[str]:
    """Name the types of actors that data of such documents were sent to."""
    kinds: set[str | None] = set()
    for passing in PASSED_ON:
        kinds |= set(_receivers(passing, doctype))
    labels = dict(frappe.get_all("Actor Type", fields=["name", "label"], as_list=True)) if kinds else {}
    others = [_("Others, not in the directory")] if kinds & {None, ""} else []
    return sorted(labels.get(kind, kind) for kind in kinds if kind) + others


def _reach(doctype: str, role: str) -> Iterable[bool]:
    """Yield True if the role reads all documents, False if its rule decides on each; nothing if it reads none."""
    if doctype not in ALL_RULES:
        yield True
        return
    table = frappe.qb.DocType(doctype)
    criteria = [str(criterion) for criterion in ALL_RULES[doctype](table, NOBODY, {role}, "read")]
    if criteria:
        yield str(table.name.isnotnull()) in criteria


def _receivers(passing: str, doctype: str) -> list[Any]:
    """Query the types of the actors that received something of such documents; None where none is named."""
    receiver, day = PASSED_ON[passing]
    links = [field.fieldname for field in frappe.get_meta(passing).get_link_fields() if field.options == doctype]
    if doctype != passing and not (doctype in ABOUT and links):
        return []
    record, actor = frappe.qb.DocType(passing), frappe.qb.DocType("Actor")
    query = frappe.qb.from_(record).left_join(actor).on(record[receiver] == actor.name).where(record[day].isnotnull())
    for link in links if doctype != passing else ():
        query = query.where(record[link].isnotnull())
    return query.select(actor.actor_type).distinct().run(pluck=True)
