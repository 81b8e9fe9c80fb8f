"""Other authorities that are asked: until when they should answer, and that data of a person went to them."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate, nowdate

from kim_app.applications.facts import office_of
from kim_app.network.texts import site_language
from kim_app.settings import setting


def keep_consultations(doc: Document) -> None:
    """Fill in dates and legal basis of the questions to authorities. Raises `frappe.ValidationError` if impossible."""
    for row in doc.consultations:
        row.asked_on = row.asked_on or nowdate()
        row.due_on = row.due_on or add_days(row.asked_on, 7 * cint(setting("consultation_weeks")))
        row.legal_basis = row.legal_basis or frappe.get_cached_value(
            "Application Type", doc.application_type, "legal_basis"
        )
        _require_possible(row)


def open_consultations(doc: Document) -> list[Any]:
    """Return the questions that wait for an answer."""
    return [row for row in doc.consultations if not row.answered_on]


def disclose(doc: Document) -> None:
    """Record each new question as a disclosure: data of the person went to another authority."""
    before = doc.get_doc_before_save()
    known, lang = {row.name for row in before.consultations} if before else set(), site_language()
    for row in doc.consultations:
        if row.name not in known:
            frappe.get_doc(
                {
                    "doctype": "Disclosure",
                    "person": doc.person,
                    "office": office_of(doc),
                    "disclosed_on": row.asked_on,
                    "disclosed_by": frappe.session.user,
                    "recipient": row.authority,
                    "recipient_text": row.authority_text,
                    "purpose": _("Question to an authority in the course of an application", lang),
                    "what": _("Identity and residence data of the applicant, as the question needs them", lang),
                    "legal_basis": row.legal_basis,
                    "application": doc.name,
                }
            ).insert()


def _require_possible(row: Any) -> None:
    if not row.authority and not (row.authority_text or "").strip():
        frappe.throw(
            _("Consulted authority in row {0}: please choose the authority, or write its name.").format(row.idx),
            title=_("Consulted Authorities"),
        )
    days = [day for day in (row.due_on, row.answered_on) if day]
    if any(getdate(day) < getdate(row.asked_on) for day in days):
        frappe.throw(
            _("Consulted authority in row {0}: an answer comes after the question. Please correct the days.").format(
                row.idx
            ),
            title=_("Order of Dates"),
        )
