"""Who opened which document about a person, and when: written down at every opening, read by the officer alone."""

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate


def note_reading(doc: Any) -> None:
    """Note that the present request reads this document over REST; the Desk notes its own openings itself.

    A permission is asked many times in one request; only the document that the request names is noted, once.
    """
    noted = frappe.local.flags.setdefault("kim_noted_readings", set())
    if (doc.doctype, doc.name) not in noted and _asks_for(doc):
        noted.add((doc.doctype, doc.name))
        doc.add_viewed()


def _asks_for(doc: Any) -> bool:
    request = getattr(frappe.local, "request", None)
    if not request or not getattr(doc.meta, "track_views", 0):
        return False
    form = frappe.local.form_dict
    if form.get("cmd") == "frappe.client.get":
        return form.get("doctype") == doc.doctype
    path = request.path.split("/")
    return request.method == "GET" and path[1:2] == ["api"] and path[-2:] == [doc.doctype, doc.name]


def openings(start: date, end: date, **wanted: str) -> list[Any]:
    """Return the openings from `start` to `end`, the latest first; asks no rights, the report does.

    `wanted` narrows down to a `user`, `document_type` or `document`.
    """
    log = frappe.qb.DocType("View Log")
    tracked = frappe.get_all("DocType", filters={"module": "KIM", "track_views": 1}, pluck="name")
    query = frappe.qb.from_(log).where(log.reference_doctype.isin(tracked))
    query = query.where(log.creation[f"{start} 00:00:00" : f"{end} 23:59:59"])
    for key, column in {
        "user": log.viewed_by, "document_type": log.reference_doctype, "document": log.reference_name,
    }.items():  # fmt: skip
        if wanted.get(key):
            query = query.where(column == wanted[key])
    return query.select(
        log.creation, log.viewed_by.as_("user"), log.reference_doctype.as_("document_type"),
        log.reference_name.as_("document"),
    ).orderby(log.creation, order=frappe.qb.desc).run(as_dict=True)  # fmt: skip


def name_deputies(rows: list[Any]) -> None:
    """Set `deputy_for` on each opening by somebody who was deputy of the case manager on that day."""
    arrangements = frappe.get_all("Deputy Arrangement", fields=["absent_user", "deputy", "starts_on", "ends_on"])
    managers = _case_managers(rows) if arrangements else {}
    for row in rows:
        manager = managers.get((row.document_type, row.document))
        on = getdate(row.creation)
        standing_in = (
            one.deputy == row.user and one.absent_user == manager and one.starts_on <= on <= one.ends_on
            for one in arrangements
        )
        row.deputy_for = manager if manager != row.user and any(standing_in) else None


def _case_managers(rows: list[Any]) -> dict[tuple[str, str], str | None]:
    """Name the case manager of each opened document, by DocType and name; one query for each DocType."""
    cases = frappe.get_all("Case", fields=["name", "person", "case_manager"], order_by="modified")
    of_case = {case.name: case.case_manager for case in cases}
    of_person = {case.person: case.case_manager for case in cases}
    ways, opened, found = {"Case": ("name", of_case), "Person": ("name", of_person)}, defaultdict(set), {}
    for row in rows:
        opened[row.document_type].add(row.document)
    for doctype, names in opened.items():
        hangs_on_case = frappe.get_meta(doctype).has_field("case")
        field, managers = ways.get(doctype) or (("case", of_case) if hangs_on_case else ("person", of_person))
        for doc in frappe.get_all(doctype, filters={"name": ("in", list(names))}, fields=list({"name", field})):
            found[doctype, doc.name] = managers.get(doc[field])
    return found
