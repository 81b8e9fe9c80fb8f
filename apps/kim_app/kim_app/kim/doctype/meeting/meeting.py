"""A meeting of the network with its agenda, minutes and decisions."""

from frappe.model.document import Document

from kim_app.answers import AnswersToReader
from kim_app.checks import require_order
from kim_app.cooperation import meetings


class Meeting(AnswersToReader, Document):
    """Meeting: speaks of cases only in case conferences, with consent, and of nobody where structures are the topic."""

    def validate(self) -> None:
        """Check the times, the agenda and the texts. Raises `frappe.ValidationError`."""
        require_order(self, "starts_on", "ends_on")
        meetings.require_case_conference(self)
        meetings.require_anonymous(self)
        meetings.require_consents_after_invitation(self)
