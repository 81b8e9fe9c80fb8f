"""The gates of a referral: nothing goes to an actor without consent, and no referral ends without an outcome."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.gates import Gate, into
from kim_app.network.referrals import ENDED, consent_for, may_override, passes_data


def consent_or_override(doc: Document) -> str | None:
    """Passing on needs consent that names the actor (Art. 6 (1) a GDPR, § 203 StGB), or a logged override."""
    if consent_for(doc) or doc.overridden_by:
        return None
    if not doc.override_reason:
        return _missing_consent(doc)
    if not may_override():
        return _(
            "Sending without consent needs the right “KIM Consent Override”. Please enter the consent, or ask a "
            "colleague who has this right."
        )
    if not doc.override_legal_basis:
        return _("The legal basis is missing. Please enter it under “Legal Basis without Consent”.")
    return None


def open_actor(doc: Document) -> str | None:
    """Nobody is sent where nobody is received."""
    actor = frappe.db.get_value("Actor", doc.actor, ["active", "accepts_referrals"], as_dict=True)
    if actor and actor.active and actor.accepts_referrals:
        return None
    return _("{0} takes no referrals at present. Please choose another one with “Find an Actor”.").format(
        frappe.utils.escape_html(doc.actor)
    )


def outcome(doc: Document) -> str | None:
    """What became of a referral is counted."""
    return None if doc.outcome else _("The outcome is missing. Please choose it in “Answer” under “Outcome”.")


def fitting_outcome(doc: Document) -> str | None:
    """An outcome that belongs to another state would count wrong."""
    row = _outcome_of(doc)
    if not row or row.closes_as in (None, "", doc.workflow_state):
        return None
    return _("The outcome “{0}” belongs to “{1}”. Please choose another outcome or the fitting action.").format(
        row.label, _(row.closes_as)
    )


def reason_for_declining(doc: Document) -> str | None:
    """Why an actor declined is the beginning of a barrier report."""
    row = _outcome_of(doc)
    if doc.decline_reason or (row and row.closes_as == "Declined"):
        return None
    return _(
        "It is not said why the actor declined. Please choose an outcome that says it, or enter “Reason for Declining”."
    )


def _outcome_of(doc: Document) -> "frappe._dict | None":
    return doc.outcome and frappe.db.get_value("Referral Outcome", doc.outcome, ["label", "closes_as"], as_dict=True)


def _missing_consent(doc: Document) -> str:
    return _(
        "There is no valid consent of {0} to a referral to {1}. Please enter it: “Consent”, purpose “Referral”, "
        "with {1} among its actors. In an emergency a colleague with the right “KIM Consent Override” can state a "
        "reason under “Reason for Sending Without Consent”."
    ).format(doc.person, frappe.bold(frappe.utils.escape_html(doc.actor)))


GATES = (
    Gate(passes_data, consent_or_override),
    Gate(into("Sent"), open_actor),
    Gate(into("Completed", "Declined", "Not Attended"), outcome),
    Gate(into(*ENDED), fitting_outcome),
    Gate(into("Declined"), reason_for_declining),
)
