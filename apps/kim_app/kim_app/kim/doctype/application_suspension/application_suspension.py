"""A time in which the clock of an application stood still."""

from frappe.model.document import Document


class ApplicationSuspension(Document):
    """Application Suspension: a record without rules of its own."""
