"""An application to the foreigners' office or the naturalisation office."""

from typing import Any

import frappe
from frappe.model.document import Document

from kim_app.answers import AnswersToReader
from kim_app.applications import case_link, checklist, clock, consultations, decision, notices, papers, queue
from kim_app.checks import require_not_future, require_order


class Application(AnswersToReader, Document):
    """Application: checklist, clock and notices follow from type, situation and day of receipt."""

    def before_insert(self) -> None:
        """Take over the title that the person has, unless another one is entered."""
        title = frappe.db.get_value("Person", self.person, ["residence_title", "residence_valid_until"])
        if title and not self.title_at_receipt:
            self.title_at_receipt, self.title_valid_until = title[0], self.title_valid_until or title[1]

    def validate(self) -> None:
        """Fill in what follows from what was entered. Raises `frappe.ValidationError` if something cannot be."""
        require_not_future(self, "received_on", "decided_on", "certificate_on", "deception_on")
        checklist.require_type_in_force(self)
        checklist.keep_checklist(self)
        checklist.set_completeness(self)
        papers.keep_requests(self)
        consultations.keep_consultations(self)
        clock.follow_state(self)
        clock.count_suspensions(self)
        clock.set_due_days(self)
        decision.stamp_decision(self)
        notices.set_notices(self)
        self.check_order()

    def check_order(self) -> None:
        """Refuse ends before the receipt. Raises `frappe.ValidationError`."""
        require_order(self, "received_on", "due_on")
        require_order(self, "received_on", "decided_on")
        require_order(self, "decided_on", "certificate_on")

    def on_update(self) -> None:
        """Log who was taken out of turn, record what went to authorities, and link the case."""
        queue.log_jump(self)
        consultations.disclose(self)
        case_link.link_case(self)

    def on_change(self) -> None:
        """Give nothing back to the one who saved that this one may not read."""
        self.apply_fieldlevel_read_permissions()

    def before_print(self, _settings: Any = None) -> None:
        """Print only what the reader may read."""
        self.apply_fieldlevel_read_permissions()
