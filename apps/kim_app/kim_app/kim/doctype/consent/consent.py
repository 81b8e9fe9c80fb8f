"""What a person has agreed to, for how long, and towards whom."""

from frappe.model.document import Document


class Consent(Document):
    """Consent: a record without rules of its own."""
