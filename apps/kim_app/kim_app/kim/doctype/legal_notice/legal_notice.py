"""A warning that practice needs, shown on the applications that it concerns."""

from frappe.model.document import Document


class LegalNotice(Document):
    """Legal Notice: a record without rules of its own."""
