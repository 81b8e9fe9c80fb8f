"""What the Desk gets along with a form: timeline, versions, files and viewers, cut down to what the reader may know.

The framework sends all of it to whoever may read the document. Here a mere reader of a document gets the form alone,
on a person one side does not see what the other changed, and nobody gets old values of fields that are hidden now.
"""

import json
from typing import Any

import frappe
from frappe.desk.form import load, save

from kim_app.permissions.companions import CONTENT, SHARED, works_on
from kim_app.roles import CASE_MANAGER, OFFICE_OF_CLERK

SIDES = ({CASE_MANAGER}, *({role} for role in OFFICE_OF_CLERK))

LISTS = (
    "comments", "shared", "assignment_logs", "attachment_logs", "info_logs", "like_logs", "workflow_logs",
    "attachments", "communications", "automated_messages", "versions", "assignments", "views",
    "additional_timeline_content", "milestones",
)  # fmt: skip


@frappe.whitelist()
def getdoc(doctype: str, name: str) -> None:
    """Load a document with what its reader may know about it. Raises `frappe.PermissionError` as the original does."""
    load.getdoc(doctype, name)
    cut_response()


@frappe.whitelist()
def get_docinfo(doc: Any = None, doctype: str | None = None, name: str | None = None) -> None:
    """Load what belongs to a document again. Raises `frappe.PermissionError` if the user may not read it."""
    # A document that the caller made up would be answered without asking for rights.
    load.get_docinfo(doctype=doctype, name=name)
    cut_response()


@frappe.whitelist(methods=["POST", "PUT"])
def savedocs(doc: str, action: str) -> None:
    """Save a document from the Desk and answer as `getdoc` does."""
    save.savedocs(doc, action)
    cut_response()


@frappe.whitelist()
def get_communications(doctype: str, name: str, start: int = 0, limit: int = 20) -> list:
    """Return further mails of a document to those who work on it."""
    if doctype in CONTENT and not _inside(doctype):
        frappe.get_doc(doctype, name).check_permission()
        return []
    return load.get_communications(doctype, name, start, limit)


def cut_response() -> None:
    """Cut the `docinfo` of the present answer."""
    docinfo = frappe.response.get("docinfo")
    if docinfo and docinfo["doctype"] in CONTENT and frappe.session.user != "Administrator":
        cut(docinfo)
        tell_rights(docinfo)


def tell_rights(docinfo: dict) -> None:
    """Say whether this user may change this document: the framework tells the form what the role may in general."""
    document = _document_of(docinfo)
    # Of a document that was handed over a moment ago, the framework tells nothing, under the name None.
    told = {right: value for right, value in docinfo["permissions"].items() if right}
    docinfo["permissions"] = told | {
        # A document asked by itself would say in a message why not.
        right: int(bool(told.get(right) and frappe.has_permission(document.doctype, right, document)))
        for right in ("write", "delete")
    }


def _document_of(docinfo: dict) -> Any:
    """Return the document that the present answer carries anyway, or load it."""
    wanted = docinfo["doctype"], docinfo["name"]
    carried = (doc for doc in frappe.response.get("docs") or () if (doc.get("doctype"), doc.get("name")) == wanted)
    document = next(carried, None)
    return frappe.get_doc(document) if document else frappe.get_doc(*wanted)


def cut(docinfo: dict) -> None:
    """Take away what the present user may not know about the document."""
    doctype = docinfo["doctype"]
    versions = docinfo["versions"]
    if not _inside(doctype):
        for key in LISTS:
            docinfo[key] = []
        docinfo["tags"] = ""
    if doctype in SHARED:
        docinfo["versions"] = [version for version in versions if _same_side(version["owner"])]
    for version in docinfo["versions"]:
        version["data"] = without_hidden(doctype, version["data"])
    known = {frappe.session.user} | {row.get("owner") for key in LISTS for row in docinfo[key]}
    docinfo["user_info"] = {
        user: info for user, info in docinfo["user_info"].items() if user in known or _inside(doctype)
    }


def without_hidden(doctype: str, data: str | None) -> str | None:
    """Return the data of a version without fields of permission levels that the present user may not read."""
    if not data:
        return data
    stored, meta = json.loads(data), frappe.get_meta(doctype)
    levels = {0, *meta.get_permlevel_access("read")}
    stored["changed"] = [row for row in stored.get("changed", ()) if _readable(meta, row[0], levels)]
    for kind in ("added", "removed", "row_changed"):
        rows = (row for row in stored.get(kind, ()) if _readable(meta, row[0], levels))
        stored[kind] = [_without_hidden_cells(meta, kind, row, levels) for row in rows]
    return json.dumps(stored)


def _without_hidden_cells(meta: Any, kind: str, row: list, levels: set[int]) -> list:
    child = frappe.get_meta(meta.get_field(row[0]).options)
    if kind == "row_changed":
        return [*row[:3], [cell for cell in row[3] if _readable(child, cell[0], levels)]]
    return [row[0], {field: value for field, value in row[1].items() if _readable(child, field, levels)}]


def _readable(meta: Any, fieldname: str, levels: set[int]) -> bool:
    field = meta.get_field(fieldname)
    return field is None or field.permlevel in levels


def _inside(doctype: str) -> bool:
    """Say whether the present user works on documents of this type; nobody works on a shared one in this sense."""
    return doctype not in SHARED and works_on(doctype, frappe.get_roles())


def _same_side(author: str) -> bool:
    """Say whether the author of a version belongs to a side that the present user belongs to."""
    mine, theirs = set(frappe.get_roles()), set(frappe.get_roles(author))
    return any(side & mine and side & theirs for side in SIDES)
