"""Somebody who helps in a case."""

from frappe.model.document import Document


class CaseParticipant(Document):
    """Case Participant: all behaviour comes from the field definitions."""
