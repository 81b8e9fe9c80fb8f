"""For what somebody is referred to an actor."""

from frappe.model.document import Document


class ReferralReason(Document):
    """Referral Reason: a record without rules of its own."""
