"""A client is passed on to an actor for a certain purpose."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.checks import require_not_future, require_order


class Referral(Document):
    """Referral: refuses impossible dates and an offer of another actor."""

    def validate(self) -> None:
        """Check the dates and the offer. Raises `frappe.ValidationError`."""
        require_not_future(self, "sent_on", "responded_on")
        require_order(self, "sent_on", "due_on")
        require_order(self, "sent_on", "responded_on")
        self.require_offer_of_actor()

    def require_offer_of_actor(self) -> None:
        """Refuse an offer that another actor makes. Raises `frappe.ValidationError`."""
        if self.offer and frappe.db.get_value("Offer", self.offer, "actor") != self.actor:
            frappe.throw(
                _("This offer belongs to another actor. Please choose an offer of {0}.").format(
                    frappe.bold(frappe.utils.escape_html(self.actor))
                ),
                title=_("Offer of Another Actor"),
            )
