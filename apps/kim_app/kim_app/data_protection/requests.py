"""Requests of data subjects: who is meant, until when to answer, and what must be there before something is sent."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months

ANSWER_MONTHS, EXTENDED_MONTHS = 1, 3
"""Art. 12 (3) GDPR: one month, two more for complex or many requests."""


def set_due_date(doc: Any) -> None:
    """Count the deadline from the day of receipt."""
    doc.due_on = add_months(doc.received_on, EXTENDED_MONTHS if doc.extension_reason else ANSWER_MONTHS)


def find_person(doc: Any) -> None:
    """Fill in the person whose name and date of birth are exactly those of the request.

    The officer may not search among persons. Raises `frappe.ValidationError` if several match or nothing is entered.
    """
    if doc.person:
        return
    if not (doc.first_name and doc.last_name):
        frappe.throw(
            _("Please enter first name, last name and, if known, the date of birth of the person who asks."),
            title=_("Who Asks?"),
        )
    filters = {"full_name": f"{doc.first_name.strip()} {doc.last_name.strip()}"}
    if doc.birth_date:
        filters["birth_date"] = doc.birth_date
    found = frappe.get_all("Person", filters=filters, pluck="name", limit=2)
    if len(found) > 1:
        frappe.throw(_("Several persons match. Please add the date of birth."), title=_("Who Asks?"))
    doc.person = found[0] if found else None


def require_answer(doc: Any) -> None:
    """Refuse an answer without its day, and a refusal without reasons. Raises `frappe.ValidationError`."""
    if doc.status in ("Answered", "Refused") and not doc.answered_on:
        frappe.throw(_("Please enter the day of the answer in “Answered On”."), title=_("Answer"))
    if doc.status == "Refused" and not doc.reasons_against:
        frappe.throw(
            _("A refusal needs reasons (Art. 12 (4) GDPR). Please enter them in “Reasons Against Deletion”."),
            title=_("Answer"),
        )


def require_identity(doc: Any) -> None:
    """Refuse to hand out anything as long as the identity is not checked. Raises `frappe.ValidationError`."""
    if not doc.identity_checked:
        frappe.throw(
            _("The identity has not been checked. Please check it and tick “Identity Was Checked” first."),
            title=_("Identity"),
        )
