"""The end of a consent stops what rests on it (Art. 7 (3) GDPR): open referrals are cancelled at once."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from kim_app.cases.notices import language_of
from kim_app.consents import REFERRAL
from kim_app.network.referrals import DRAFT, ENDED
from kim_app.network.texts import site_language
from kim_app.reminders import Reminder, notify

OUTCOME = "withdrawn"


def stop_referrals(doc: Document, _method: str | None = None) -> list[str]:
    """Cancel the open referrals that rest on the changed `doc` (Consent) and that it no longer covers.

    A hook on Consent. Returns the names of the cancelled referrals.
    """
    day = getdate(nowdate())
    named = set() if _ended(doc, day) else {row.actor for row in doc.actors}
    return [_cancel(row.name, doc.name) for row in _resting_on([doc.name]) if row.actor not in named]


def stop_ended(day: date | None = None) -> list[str]:
    """Cancel what rests on consents whose withdrawal took effect by `day`; called daily, since a day may lie ahead."""
    withdrawn = {"withdrawn_on": ("<=", day or getdate(nowdate())), "purpose": REFERRAL}
    names = frappe.get_all("Consent", filters=withdrawn, pluck="name")
    return [_cancel(row.name, row.consent) for row in _resting_on(names)] if names else []


def _ended(doc: Document, day: date) -> bool:
    withdrawn = bool(doc.withdrawn_on and getdate(doc.withdrawn_on) <= day)
    return withdrawn or doc.purpose != REFERRAL


def _resting_on(consents: list[str]) -> list:
    filters = {"consent": ("in", consents), "workflow_state": ("not in", (DRAFT, *ENDED))}
    return frappe.get_all("Referral", filters=filters, fields=["name", "actor", "consent"])


def _cancel(name: str, consent: str) -> str:
    """Cancel one referral, whoever withdrew the consent and whatever the workflow allows."""
    doc = frappe.get_doc("Referral", name)
    doc.workflow_state = "Cancelled"
    doc.outcome = OUTCOME if frappe.db.exists("Referral Outcome", OUTCOME) else None
    doc.flags.consent_ended = True
    # The person's will counts, not the rights of whoever enters it.
    doc.save(ignore_permissions=True)
    text = _("Stopped by itself: consent {0} was withdrawn or no longer covers this actor.", site_language())
    doc.add_comment("Info", text.format(consent))
    _tell_case_manager(doc)
    return name


def _tell_case_manager(doc: Document) -> None:
    user = frappe.db.get_value("Case", doc.case, "case_manager")
    text = _("A referral was stopped because its consent ended", language_of(user))
    notify(Reminder(user, "Referral", doc.name, text), getdate(nowdate()))
