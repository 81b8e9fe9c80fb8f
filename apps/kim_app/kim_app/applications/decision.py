"""The end of an application: its days, the granted title, and what the figures of § 36 StAG need."""

from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import nowdate

from kim_app.applications.facts import full_years, office_of
from kim_app.applications.states import DISCONTINUED, FINAL, GRANTED, HANDED_OVER, REFUSED, WITHDRAWN, moved_into

NATURALISATION_OFFICE = "Naturalisation Office"
COMPLETION = {HANDED_OVER: "Naturalised", REFUSED: "Refused", WITHDRAWN: "Withdrawn", DISCONTINUED: "Other"}
"""Type of completion (§ 36 StAG) for each state that ends a naturalisation."""


def stamp_decision(doc: Document) -> None:
    """Fill in what follows from entering a final state, and take it back when the proceedings are resumed."""
    before = doc.get_doc_before_save()
    if moved_into(doc, GRANTED, REFUSED):
        doc.decided_on = doc.decided_on or nowdate()
    if moved_into(doc, *FINAL):
        _complete(doc)
    elif before and before.workflow_state in FINAL and doc.workflow_state not in FINAL:
        doc.update(dict.fromkeys(("decided_on", "completed_on", "completion_type", "granted_title"), None))


def _complete(doc: Document) -> None:
    naturalisation = office_of(doc) == NATURALISATION_OFFICE
    if doc.workflow_state == GRANTED:
        # A naturalisation is complete only when the certificate is handed over (§ 16 StAG).
        doc.granted_title = doc.granted_title or _title_of(doc)
        doc.completed_on = None if naturalisation else doc.decided_on
        return
    doc.completed_on = doc.certificate_on if doc.workflow_state == HANDED_OVER else (doc.decided_on or nowdate())
    if naturalisation:
        doc.completion_type = doc.completion_type or COMPLETION[doc.workflow_state]
        _prepare_figures(doc)


def _title_of(doc: Document) -> str | None:
    return frappe.get_cached_value("Application Type", doc.application_type, "grants_title")


def _prepare_figures(doc: Document) -> None:
    if not doc.years_of_stay:
        doc.years_of_stay = full_years(doc.stay_since, doc.completed_on) or 0
    if not doc.previous_nationalities:
        doc.previous_nationalities = ", ".join(_nationalities(doc))


def _nationalities(doc: Document) -> list[Any]:
    countries = frappe.db.get_value("Person", doc.person, ["nationality", "second_nationality"]) or ()
    return [country for country in countries if country]
