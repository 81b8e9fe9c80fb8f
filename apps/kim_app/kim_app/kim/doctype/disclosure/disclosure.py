"""Data of a person were passed on to an authority: to whom, what, why and on which legal basis."""

from frappe.model.document import Document


class Disclosure(Document):
    """Disclosure: a record without rules of its own."""
