"""Somebody who takes part in a meeting."""

from frappe.model.document import Document


class MeetingParticipant(Document):
    """Meeting Participant: all behaviour comes from the field definitions."""
