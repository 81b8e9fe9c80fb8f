"""Anonymisation in three steps: content, documents, identity. Figures stay: dates, choices, minutes, birth year.

It works by the metadata: a text field that an administrator adds is emptied as well.
"""

from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from kim_app.data_protection.holdings import Holding, holdings_of
from kim_app.permissions.companions import FOLLOWING
from kim_app.persons.household import recount

TEXTS = (
    "Data", "Small Text", "Text", "Long Text", "Text Editor", "HTML Editor", "Markdown Editor", "Code", "JSON",
    "Attach", "Attach Image", "Signature", "Phone", "Password", "Geolocation", "Barcode", "Autocomplete",
)  # fmt: skip
KEPT = ("legal_basis", "office", "requirement_key", "requirement", "suspended_from", "authority_text", "recipient_text")
"""Texts that say which law or authority, not who."""
BLANK = "–"
NAME = "Anonymisiert"
COPIES = ("full_name", "person_name", "relative_name")
LOGS = {"Version": ("ref_doctype", "docname"), "Deleted Document": ("deleted_doctype", "deleted_name"),
        "Notification Log": ("document_type", "document_name"), "Email Queue": ("reference_doctype", "reference_name"),
        "Workflow Action": ("reference_doctype", "reference_name"),
        "Activity Log": ("reference_doctype", "reference_name")}  # fmt: skip
COLUMNS = ("_comments", "_assign", "_liked_by", "_user_tags", "_seen")
TRACES_OF_IDENTITY = ("place_of_birth", "household", "arrival_date", "in_municipality_since", "address_blocked")


def anonymise_person(person: str) -> None:
    """Take everything that tells who the person is or what was said, from all documents about the person."""
    for holding in holdings_of(person):
        if holding.doctype == "Household":
            continue
        if holding.doctype == "Protected Contact":
            # The officer approved it; no role may delete what is protected.
            frappe.delete_doc(holding.doctype, holding.name, ignore_permissions=True, delete_permanently=True)
        elif holding.doctype != "Person":
            empty(holding)
    empty(Holding("Person", person))
    _hide_identity(person)


def anonymise_document(doctype: str, name: str) -> None:
    """Empty one document and take away what follows it."""
    empty(Holding(doctype, name))


def left_in(table: Any, meta: Any) -> Any:
    """Return the criterion for the documents of a DocType in which something is left to empty."""
    if meta.has_field("anonymised_on"):
        return table.anonymised_on.isnull()
    left = table.name.isnull()
    for field in _texts(meta):
        left = left | table[field].notin(("", BLANK))
    return left


def empty(holding: Holding) -> None:
    """Steps one and two: empty the texts of a document or of its rows about the person; remove what follows it."""
    doc = frappe.get_doc(holding.doctype, holding.name)
    if holding.rows is None:
        done = {"anonymised_on": nowdate()} if doc.meta.has_field("anonymised_on") else {}
        _write(doc, _emptied(doc.meta) | {column: None for column in _columns(doc.doctype)} | done)
        _remove_followers(doc)
    for row in doc.get_all_children():
        if holding.rows is None or row.name in holding.rows:
            _write(row, _emptied(row.meta))


def _emptied(meta: Any) -> dict[str, Any]:
    """Return the empty value of each text field; a mandatory one gets a dash, a name the neutral name."""
    values = {field: BLANK if meta.get_field(field).reqd else None for field in _texts(meta)}
    return values | {field: NAME for field in COPIES if meta.has_field(field)}


def _texts(meta: Any) -> list[str]:
    return [
        field.fieldname
        for field in meta.fields
        if field.fieldtype in TEXTS and field.fieldname not in (*KEPT, *COPIES) and not field.is_virtual
    ]


def _columns(doctype: str) -> list[str]:
    stored = frappe.db.get_table_columns(doctype)
    return [column for column in COLUMNS if column in stored]


def _write(doc: Any, values: dict[str, Any]) -> None:
    """Write past validation and versions: both would stop it or keep what is to go."""
    if values:
        frappe.db.set_value(doc.doctype, doc.name, values, update_modified=False)


def _remove_followers(doc: Any) -> None:
    """Delete files, comments, mails, tasks, versions and logs about the document."""
    for doctype, (kind, name) in {**FOLLOWING, **LOGS}.items():
        for follower in frappe.get_all(doctype, filters={kind: doc.doctype, name: doc.name}, pluck="name"):
            # The officer approved it; some of these have no owner who could delete them.
            frappe.delete_doc(doctype, follower, ignore_permissions=True, delete_permanently=True, force=True)
    # What was deleted before, such as a comment, still stands in the framework's bin.
    thrown_away = {"deleted_doctype": ("in", list(FOLLOWING)), "data": ("like", f'%"{doc.name}"%')}
    frappe.db.delete("Deleted Document", thrown_away)


def _hide_identity(person: str) -> None:
    """Step three: a neutral name, the year of birth alone, no relations in either direction."""
    doc = frappe.get_doc("Person", person)
    born = {"birth_date": f"{getdate(doc.birth_date).year}-01-01", "birth_date_estimated": 1} if doc.birth_date else {}
    named = {"first_name": NAME, "last_name": person, "full_name": f"{NAME} {person}", "anonymised_on": nowdate()}
    lost = {field: None for field in TRACES_OF_IDENTITY if doc.meta.has_field(field)}
    _write(doc, {**named, **born, **lost, "address_blocked": 0})
    for filters in ({"parent": person}, {"relative": person}):
        frappe.db.delete("Family Relation", filters)
    recount(doc.household)
    if doc.household and not frappe.db.get_value("Household", doc.household, "size"):
        empty(Holding("Household", doc.household))
