"""A meeting of the network with its agenda, minutes and decisions."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.checks import require_order


class Meeting(Document):
    """Meeting: refuses an end before its start, and cases outside of case conferences."""

    def validate(self) -> None:
        """Check the times and the agenda. Raises `frappe.ValidationError`."""
        require_order(self, "starts_on", "ends_on")
        self.require_case_conference()

    def require_case_conference(self) -> None:
        """Refuse a case on the agenda of any other meeting: those never speak of one person.

        Raises `frappe.ValidationError`.
        """
        if self.meeting_type != "Case Conference" and any(item.case for item in self.agenda):
            frappe.throw(
                _("Only a case conference may have a case on its agenda. Please take the case off the agenda."),
                title=_("No Case on This Agenda"),
            )
