"""Which DocTypes hold data of people, whose, and of which kind: read off their fields, so that a new one is found."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from kim_app.permissions.companions import COMPANION_RULES
from kim_app.setup.workflows.marks import _lt

CLIENTS, COLLEAGUES, CONTACTS = _lt("Clients and Their Families"), _lt("Colleagues"), _lt("Contacts of Other Bodies")
ABOUT_CLIENTS = ("Person", "Household", "Case")
NUMBERS_OF_CLIENTS = ("Retention Run",)
"""Name documents of clients in a text, which no field tells."""
CONTACT_DATA = ("Email", "Phone")
LAYOUT = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Fold", "Heading", "Image")
SENSITIVE_LIST = "Life Area"
"""Health, mind, disability, protection from violence are life areas (Art. 9 GDPR)."""


def kinds() -> list[str]:
    """Name the DocTypes with data of people: KIM's, an administrator's own, and what the framework keeps about them."""
    real = {"istable": 0, "issingle": 0, "is_virtual": 0}
    own = frappe.get_all("DocType", real, or_filters={"module": "KIM", "custom": 1}, pluck="name", order_by="name")
    return [*(doctype for doctype in own if people_in(doctype)), "User", *sorted(COMPANION_RULES)]


def people_in(doctype: str) -> list[str]:
    """Say whose data the documents hold: of clients, of colleagues, of contacts elsewhere."""
    if doctype in COMPANION_RULES:
        return [CLIENTS, COLLEAGUES]
    fields = [field for meta in _metas(doctype) for field in meta.fields]
    linked = {field.options for field in fields if field.fieldtype == "Link"}
    found = {
        CLIENTS: doctype in (*ABOUT_CLIENTS, *NUMBERS_OF_CLIENTS) or bool(linked & set(ABOUT_CLIENTS)),
        COLLEAGUES: doctype == "User" or "User" in linked or _may_name_users(fields),
        CONTACTS: doctype != "User" and any(_names_contacts(meta) for meta in _metas(doctype)),
    }
    return [people for people, there in found.items() if there]


def categories_in(doctype: str) -> list[str]:
    """Name what the documents hold: the headings of the form, and the labels of what stands below none."""
    found, heading = {}, None
    for field in frappe.get_meta(doctype).fields:
        if field.fieldtype in ("Section Break", "Tab Break"):
            heading = field.label or heading
        elif field.fieldtype not in LAYOUT:
            found[_label(field, doctype) if _has_rows(field) or not heading else _(heading)] = None
    return list(found)


def special_in(doctype: str) -> list[str]:
    """Name the fields of clients' documents that choose life areas, and so may tell of health (Art. 9 GDPR)."""
    if CLIENTS not in people_in(doctype):
        return []
    fields = frappe.get_meta(doctype).fields
    return list(dict.fromkeys(_label(field, doctype) for field in fields if _chooses_life_areas(field)))


def _metas(doctype: str) -> Iterator[Any]:
    """Yield the DocType and those of its rows."""
    meta = frappe.get_meta(doctype)
    yield meta
    for table in meta.get_table_fields():
        yield frappe.get_meta(table.options)


def _may_name_users(fields: list[Any]) -> bool:
    """Say whether a link whose kind is chosen may lead to a colleague."""
    kinds_of = {field.options for field in fields if field.fieldtype == "Dynamic Link"}
    chosen = [field for field in fields if field.fieldname in kinds_of]
    return any(field.fieldtype == "Link" or "User" in (field.options or "").split("\n") for field in chosen)


def _names_contacts(meta: Any) -> bool:
    """Say whether there are addresses of people who are not the clients themselves."""
    if meta.name == "Person" or any(field.options == "Person" for field in meta.get_link_fields()):
        return False
    return any(field.fieldtype == "Phone" or field.options in CONTACT_DATA for field in meta.fields)


def _has_rows(field: Any) -> bool:
    return field.fieldtype in frappe.model.table_fields


def _chooses_life_areas(field: Any) -> bool:
    if not _has_rows(field):
        return field.fieldtype == "Link" and field.options == SENSITIVE_LIST
    return any(link.options == SENSITIVE_LIST for link in frappe.get_meta(field.options).get_link_fields())


def _label(field: Any, doctype: str) -> str:
    return _(field.label or field.fieldname, context=doctype)
