"""A meeting of the network with its agenda, minutes and decisions."""

import frappe
from frappe.model.document import Document

from kim_app.answers import AnswersToReader
from kim_app.checks import require_order
from kim_app.cooperation import calendars, decisions, invitations, meetings, minutes


class Meeting(AnswersToReader, Document):
    """Meeting: speaks of cases only in case conferences, with consent, and of nobody where structures are the topic."""

    def validate(self) -> None:
        """Check the times, the agenda and the texts. Raises `frappe.ValidationError`."""
        require_order(self, "starts_on", "ends_on")
        meetings.drop_empty_rows(self)
        meetings.require_case_conference(self)
        meetings.require_anonymous(self)
        meetings.require_place_without_names(self)
        meetings.require_consents_after_invitation(self)
        decisions.require_unchanged(self)
        decisions.complete(self)
        invitations.number(self)

    def on_update(self) -> None:
        """Tell those invited, and make tasks of what was decided."""
        invitations.tell_participants(self)
        decisions.keep_tasks(self)

    def get_title(self) -> str:
        """Return the title as papers, files and mails show it: of a case conference its type alone."""
        return calendars.subject_of(self, frappe.local.lang)

    def sheet(self) -> dict:
        """Return what the printed minutes show."""
        return minutes.sheet_of(self)
