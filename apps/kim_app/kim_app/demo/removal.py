"""Takes the demo away: records, logins, and every trace that they left; what is real stays as it is."""

from collections.abc import Iterator

import frappe

from kim_app.demo.logins import LOGINS

PERSON_CONTENT = (
    "Retention Run",
    "Disclosure",
    "Data Subject Request",
    "Consent",
    "Contact Note",
    "Assessment",
    "Referral",
    "Application",
    "Case",
    "Protected Contact",
    "Person",
    "Household",
)
"""DocTypes with persons in them. What hangs on an invented person is invented, whoever entered it."""

SHARED_CONTENT = (
    "Measure",
    "Meeting",
    "Barrier",
    "Offer",
    "Actor",
    "Statistic",
    "Annual Report",
    "Deputy Arrangement",
    "Team",
)
"""DocTypes of the network. Such a record stays when something real refers to it."""

CONTENT = PERSON_CONTENT + SHARED_CONTENT

TRACES = {
    "Version": ("ref_doctype", "docname"),
    "Access Log": ("export_from", "reference_document"),
    "File": ("attached_to_doctype", "attached_to_name"),
    "Notification Log": ("document_type", "document_name"),
    "Deleted Document": ("deleted_doctype", "deleted_name"),
    "Document Follow": ("ref_doctype", "ref_docname"),
    "DocShare": ("share_doctype", "share_name"),
    "Tag Link": ("document_type", "document_name"),
}
"""Where the framework keeps copies or notes of documents, in fields that are not linked by their type."""

PERSONAL = {
    "Activity Log": "user",
    "Access Log": "user",
    "Notification Log": "for_user",
    "Notification Settings": "name",
    "Route History": "user",
    "View Log": "viewed_by",
    "ToDo": "allocated_to",
    "List Filter": "for_user",
    "Dashboard Settings": "user",
    "Workspace": "for_user",
    "Desktop Layout": "user",
}
"""What the framework keeps about a login, by the field that holds the login."""

ENTERED = ("Comment", "Version", "Deleted Document", "Data Import", "Prepared Report", "Communication", "ToDo")
"""Records of the framework that the demo logins made about whatever it was."""

CHUNK = 400


def remove_everything() -> dict[str, int]:
    """Delete the demo and its traces; return how many records of each DocType went."""
    doomed = _doomed()
    gone = {}
    for doctype, names in doomed.items():
        _delete_documents(doctype, names)
        if names:
            gone[doctype] = len(names)
    _delete_logins()
    _reset_series()
    frappe.clear_cache()
    return gone


def _users() -> list[str]:
    return [login["user"] for login in LOGINS]


def _doomed() -> dict[str, list[str]]:
    """Name what is to go: what the demo logins entered, and what hangs on invented persons or their cases."""
    doomed = {doctype: set(_entered(doctype)) for doctype in CONTENT}
    for link, target in (("person", "Person"), ("case", "Case")):
        for doctype in PERSON_CONTENT:
            if frappe.get_meta(doctype).has_field(link):
                doomed[doctype] |= set(_linked(doctype, link, doomed[target]))
    for doctype in (*SHARED_CONTENT, "Household"):
        doomed[doctype] -= set(_needed(doctype, doomed))
    return {doctype: sorted(names) for doctype, names in doomed.items()}


def _entered(doctype: str) -> list[str]:
    # A person's record bears a neutral owner.
    author = "entered_by" if frappe.get_meta(doctype).has_field("entered_by") else "owner"
    return frappe.get_all(doctype, filters={author: ("in", _users())}, pluck="name")


def _linked(doctype: str, fieldname: str, names: set[str]) -> Iterator[str]:
    for part in _chunks(sorted(names)):
        yield from frappe.get_all(doctype, filters={fieldname: ("in", part)}, pluck="name")


def _needed(target: str, doomed: dict[str, set[str]]) -> Iterator[str]:
    """Yield those doomed records of `target` to which a record that stays refers."""
    for doctype, fieldname, is_child in _fields_to(target):
        for part in _chunks(sorted(doomed[target])):
            fields = ["name", fieldname, *(("parent", "parenttype") if is_child else ())]
            for row in frappe.get_all(doctype, filters={fieldname: ("in", part)}, fields=fields):
                holder = (row.parenttype, row.parent) if is_child else (doctype, row.name)
                if holder[1] not in doomed.get(holder[0], ()):
                    yield row[fieldname]


def _fields_to(target: str) -> list[tuple[str, str, bool]]:
    """Return the link fields of stored DocTypes of KIM that lead to `target`."""
    fields = frappe.get_all(
        "DocField", filters={"fieldtype": "Link", "options": target}, fields=["parent", "fieldname"]
    )
    metas = [(frappe.get_meta(field.parent), field.fieldname) for field in fields]
    return [
        (meta.name, fieldname, bool(meta.istable))
        for meta, fieldname in metas
        if meta.module == "KIM" and not meta.issingle
    ]


def _delete_documents(doctype: str, names: list[str]) -> None:
    """Delete documents with their files and every trace of them."""
    _delete_files(doctype, names)
    for part in _chunks(names):
        _delete_traces(doctype, part)
        _delete_rows(doctype, part)


def _delete_rows(doctype: str, names: list[str]) -> None:
    """Delete documents with their child rows; no hook runs, since what it would guard goes as well."""
    _delete_children(doctype, names)
    frappe.db.delete(doctype, {"name": ("in", names)})


def _delete_children(doctype: str, names: list[str]) -> None:
    for field in frappe.get_meta(doctype).get_table_fields():
        frappe.db.delete(field.options, {"parenttype": doctype, "parent": ("in", names)})


def _delete_traces(doctype: str, names: list[str]) -> None:
    for table, kind, name in [*((table, *fields) for table, fields in TRACES.items()), *_references()]:
        if not frappe.db.table_exists(table):
            continue
        filters = {kind: doctype, name: ("in", names)}
        if not frappe.get_meta(table).istable:
            _delete_children(table, frappe.get_all(table, filters=filters, pluck="name"))
        frappe.db.delete(table, filters)
    frappe.db.delete("__global_search", {"doctype": doctype, "name": ("in", names)})


def _references() -> list[tuple[str, str, str]]:
    """Return (DocType, field of the type, field of the name) of the framework's own dynamic links."""
    fields = frappe.get_all(
        "DocField", filters={"fieldtype": "Dynamic Link"}, fields=["parent", "options", "fieldname"]
    )
    metas = [(frappe.get_meta(field.parent), field.options, field.fieldname) for field in fields]
    return [
        (meta.name, kind, name)
        for meta, kind, name in metas
        if meta.module != "KIM" and not meta.issingle and meta.has_field(kind)
    ]


def _delete_files(doctype: str, names: list[str]) -> None:
    """Delete attached files one by one: their content goes from the disk as well."""
    for part in _chunks(names):
        filters = {"attached_to_doctype": doctype, "attached_to_name": ("in", part)}
        for file in frappe.get_all("File", filters=filters, pluck="name"):
            frappe.delete_doc("File", file, force=True, delete_permanently=True)
            _forget_deletion("File", [file])


def _delete_logins() -> None:
    users = _users()
    _delete_documents("Contact", frappe.get_all("Contact", filters={"email_id": ("in", users)}, pluck="name"))
    for user in users:
        frappe.delete_doc("User", user, ignore_missing=True, force=True, delete_permanently=True)
    for doctype in ("User", "Notification Settings"):
        _delete_traces(doctype, users)
        _forget_deletion(doctype, users)
    for table, field in PERSONAL.items():
        if frappe.db.table_exists(table) and frappe.db.has_column(table, field):
            frappe.db.delete(table, {field: ("in", users)})
    for table in ENTERED:
        frappe.db.delete(table, {"owner": ("in", users)})
    frappe.db.delete("DefaultValue", {"parent": ("in", users)})
    for table in ("__UserSettings", "Sessions"):
        frappe.db.delete(table, {"user": ("in", users)})


def _forget_deletion(doctype: str, names: list[str]) -> None:
    """Delete the note that the framework makes of each deletion."""
    subjects = [f"{doctype} {name}" for name in names]
    frappe.db.delete("Comment", {"comment_type": "Deleted", "subject": ("in", subjects)})


def _reset_series() -> None:
    """Let the numbers of a DocType begin anew where none of its documents is left."""
    series = frappe.qb.DocType("Series")
    for doctype in CONTENT:
        prefix = (frappe.get_meta(doctype).autoname or "").split(".")[0]
        if prefix.endswith("-") and not frappe.db.count(doctype):
            frappe.qb.from_(series).delete().where(series.name.like(f"{prefix}%")).run()


def _chunks(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), CHUNK):
        yield names[start : start + CHUNK]
