"""What became of a referral."""

from frappe.model.document import Document


class ReferralOutcome(Document):
    """Referral Outcome: a record without rules of its own."""
