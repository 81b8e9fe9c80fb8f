"""Another authority was asked in the course of an application."""

from frappe.model.document import Document


class AuthorityConsultation(Document):
    """Authority Consultation: a record without rules of its own."""
