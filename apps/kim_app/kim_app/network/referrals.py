"""The way of a referral: what must stand in it in which state, and what KIM notes by itself."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, cint, now_datetime, nowdate

from kim_app.consents import REFERRAL, valid_consent
from kim_app.roles import CONSENT_OVERRIDE
from kim_app.settings import setting

DRAFT = "Draft"
ENDED = ("Completed", "Declined", "Not Attended", "Cancelled")
FAILED = ("Declined", "Not Attended")
ANSWERED = ("Accepted", "In Progress", "Completed", "Declined", "Not Attended")
NOTED_BY_KIM = ("consent", "overridden_by", "overridden_on", "notified_on")
FIXED_ONCE_SENT = ("actor", "override_reason", "override_legal_basis")


def passes_data(state: str | None) -> bool:
    """Say whether data of the person go to the actor in this state; a state that a city adds later counts as well."""
    return bool(state) and state not in (DRAFT, *ENDED)


def take_person_of_case(doc: Document) -> None:
    """Set the person: that of the case, whatever was sent along."""
    doc.person, doc.person_name = frappe.db.get_value("Case", doc.case, ["person", "person_name"]) or (None, None)


def keep_what_kim_noted(doc: Document) -> None:
    """Put back what nobody enters by hand: the consent it rests on, and who sent it without one."""
    before = doc.get_doc_before_save()
    for fieldname in NOTED_BY_KIM:
        doc.set(fieldname, before.get(fieldname) if before else None)


def require_unchanged_once_sent(doc: Document) -> None:
    """Refuse another actor or another reason after sending. Raises `frappe.ValidationError`."""
    before = doc.get_doc_before_save()
    if not before or (before.workflow_state or DRAFT) == DRAFT:
        return
    for fieldname in FIXED_ONCE_SENT:
        if (before.get(fieldname) or "") != (doc.get(fieldname) or ""):
            frappe.throw(
                _("“{0}” stays as it was when the referral was sent. Please cancel it and enter a new one.").format(
                    _(doc.meta.get_label(fieldname))
                ),
                title=_("Already Sent"),
            )


def suggest_outcome(doc: Document) -> None:
    """Fill in the outcome where only one belongs to the new state."""
    if doc.outcome or not changes_state(doc) or doc.workflow_state not in ENDED:
        return
    fitting = frappe.get_all(
        "Referral Outcome", filters={"closes_as": doc.workflow_state, "active": 1}, pluck="name", limit=2
    )
    if len(fitting) == 1:
        doc.outcome = fitting[0]


def note_change(doc: Document) -> None:
    """Stamp days, consent and override when the state changes; called when the gates are passed."""
    if not changes_state(doc):
        return
    if passes_data(doc.workflow_state):
        _note_ground(doc)
    if doc.workflow_state == "Sent":
        _note_sending(doc)
    elif doc.workflow_state in ANSWERED and not doc.responded_on:
        doc.responded_on = nowdate()


def changes_state(doc: Document) -> bool:
    """Say whether this save changes the state of a stored referral."""
    before = doc.get_doc_before_save()
    return bool(before and before.workflow_state != doc.workflow_state)


def may_override() -> bool:
    """Say whether the current user has the right to send without consent."""
    return CONSENT_OVERRIDE in frappe.get_roles()


def consent_for(doc: Document) -> str | None:
    """Return the consent in force that covers this referral's actor, or None."""
    return valid_consent(doc.person, REFERRAL, doc.actor)


def warn_of_cold_handover(doc: Document) -> None:
    """Tell, without stopping anybody, that a warm handover has neither a day nor a contact."""
    cold = doc.warm_handover and not (doc.handover_on or doc.handover_contact)
    if cold and changes_state(doc) and doc.workflow_state == "In Progress":
        frappe.msgprint(
            _("A warm handover was agreed on. Please note in “Purpose” when and to whom it took place."),
            indicator="orange",
            alert=True,
        )


def _note_ground(doc: Document) -> None:
    """Note the consent that it rests on, or who sent it without one."""
    found = consent_for(doc)
    if found:
        doc.consent = found
    elif not doc.overridden_by:
        doc.consent = None
        doc.overridden_by, doc.overridden_on = frappe.session.user, now_datetime()


def _note_sending(doc: Document) -> None:
    """Note the day and until when an answer is due; an answer that was taken back is cleared."""
    doc.sent_on = doc.sent_on or nowdate()
    days = cint(setting("referral_answer_days"))
    if not doc.due_on and days:
        doc.due_on = add_days(doc.sent_on, days)
    doc.responded_on = doc.outcome = doc.decline_reason = None
