"""The plain facts about an application that conditions may ask for: texts, numbers and yes or no, nothing else.

Days are texts such as "2026-04-30", which compare as days do. A number that is unknown is None. Nothing here
comes from counselling: what the household or a case says is entered on the application by the clerk.
"""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate

SAMPLE: dict[str, Any] = {
    "application_type": "res_25b",
    "office": "Foreigners Office",
    "state": "Received",
    "received_on": "2026-01-31",
    "age": 30,
    "minor": False,
    "nationality": "Eritrea",
    "marital_status": "Married",
    "title": "toleration_60a",
    "title_group": "Toleration",
    "title_counts": False,
    "title_valid_until": "2026-06-30",
    "filed_before_expiry": True,
    "filed_after_expiry": False,
    "years_of_stay": 6,
    "minor_child": False,
    "spouse_of_german": False,
    "receives_benefits": False,
    "school_children": False,
    "german_level": "B1",
    "german_degree": False,
    "criminal_investigation": False,
    "deception": False,
    "years_since_deception": 3,
}
"""The names of all facts with a value as it may occur."""

SITUATION = (
    "application_type",
    "person",
    "received_on",
    "title_at_receipt",
    "title_valid_until",
    "stay_since",
    "minor_child",
    "spouse_of_german",
    "receives_benefits",
    "school_children",
    "german_level",
    "german_degree",
    "deception_on",
)
"""Fields whose change may change the checklist."""

CHECKS = (
    "minor_child",
    "spouse_of_german",
    "receives_benefits",
    "school_children",
    "german_degree",
    "criminal_investigation",
)


def facts_of(doc: Document) -> dict[str, Any]:
    """Return the facts about an application on the day of its receipt."""
    return {
        "application_type": cstr(doc.application_type),
        "office": cstr(office_of(doc)),
        "state": cstr(doc.workflow_state) or "Received",
        "received_on": _day(doc.received_on),
        "german_level": cstr(doc.german_level),
        "years_of_stay": full_years(doc.stay_since, doc.received_on),
        "deception": bool(doc.deception_on),
        "years_since_deception": full_years(doc.deception_on, doc.received_on),
        **{fieldname: bool(cint(doc.get(fieldname))) for fieldname in CHECKS},
        **_of_person(doc),
        **_of_title(doc),
    }


def office_of(doc: Document) -> str | None:
    """Return the office that works on the type of an application."""
    return frappe.get_cached_value("Application Type", doc.application_type, "office")


def full_years(since: Any, until: Any) -> int | None:
    """Return the completed years between two days, or None if one of them is unknown."""
    if not since or not until:
        return None
    since, until = getdate(since), getdate(until)
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def _of_person(doc: Document) -> dict[str, Any]:
    fields = ["birth_date", "nationality", "marital_status"]
    person = frappe.db.get_value("Person", doc.person, fields, as_dict=True) or frappe._dict()
    age = full_years(person.birth_date, doc.received_on)
    return {
        "age": age,
        "minor": age is not None and age < 18,
        "nationality": cstr(person.nationality),
        "marital_status": cstr(person.marital_status),
    }


def _of_title(doc: Document) -> dict[str, Any]:
    title = doc.title_at_receipt and frappe.get_cached_doc("Residence Title", doc.title_at_receipt)
    until, received = _day(doc.title_valid_until), _day(doc.received_on)
    return {
        "title": cstr(doc.title_at_receipt),
        "title_group": cstr(title.title_group) if title else "",
        "title_counts": bool(title and cint(title.counts_for_naturalisation)),
        "title_valid_until": until,
        "filed_before_expiry": bool(until) and received <= until,
        "filed_after_expiry": bool(until) and received > until,
    }


def _day(value: Any) -> str:
    return str(getdate(value)) if value else ""
