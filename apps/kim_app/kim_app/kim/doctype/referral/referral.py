"""A client is passed on to an actor for a certain purpose."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from kim_app.checks import require_not_future, require_order
from kim_app.gates.referral import fitting_outcome
from kim_app.network import disclosures, letters, referrals


class Referral(Document):
    """Referral: belongs to its case's person, keeps what KIM noted, and refuses what cannot be."""

    def before_validate(self) -> None:
        """Take the person from the case, before links and rights are looked at."""
        referrals.take_person_of_case(self)

    def validate(self) -> None:
        """Check dates, offer and outcome. Raises `frappe.ValidationError`."""
        referrals.keep_what_kim_noted(self)
        referrals.require_unchanged_once_sent(self)
        require_not_future(self, "sent_on", "responded_on")
        require_order(self, "sent_on", "due_on")
        require_order(self, "sent_on", "responded_on")
        self.require_fitting_offer()
        self.require_fitting_outcome()
        referrals.suggest_outcome(self)

    def before_save(self) -> None:
        """Note what follows from a new state; the gates were passed."""
        referrals.note_change(self)

    def on_update(self) -> None:
        """Record what was passed on, and warn."""
        if referrals.changes_state(self) and referrals.passes_data(self.workflow_state):
            disclosures.record_referral(self)
        referrals.warn_of_cold_handover(self)

    def validate_workflow(self) -> None:
        """Ask the workflow, unless the consent ended: that stops a referral whatever the workflow allows."""
        if not self.flags.consent_ended:
            super().validate_workflow()

    def letter(self) -> dict:
        """Return what the print format “Referral Letter” may say: what the consent covers."""
        return letters.letter_of(self)

    def require_fitting_offer(self) -> None:
        """Refuse an offer of another actor, and a new one that ended. Raises `frappe.ValidationError`."""
        if not self.offer or (not self.has_value_changed("offer") and not self.has_value_changed("actor")):
            return
        offer = frappe.db.get_value("Offer", self.offer, ["actor", "active", "valid_until"], as_dict=True)
        if offer and offer.actor != self.actor:
            frappe.throw(
                _("This offer belongs to another actor. Please choose an offer of {0}.").format(
                    frappe.bold(frappe.utils.escape_html(self.actor))
                ),
                title=_("Offer of Another Actor"),
            )
        if offer and (not offer.active or (offer.valid_until and offer.valid_until < getdate(nowdate()))):
            frappe.throw(_("This offer has ended. Please choose another one with “Find an Actor”."))

    def require_fitting_outcome(self) -> None:
        """Refuse an outcome that does not belong to the state in which it is changed."""
        if self.workflow_state in referrals.ENDED and not referrals.changes_state(self):
            problem = fitting_outcome(self)
            if problem:
                frappe.throw(problem, title=_("Outcome"))
