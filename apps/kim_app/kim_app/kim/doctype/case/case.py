"""The counselling of one person, from the enquiry to the closing."""

from frappe.model.document import Document
from frappe.utils import nowdate

from kim_app.checks import require_not_future, require_order

CLOSED = "Closed"


class Case(Document):
    """Case: keeps the day of closing and refuses impossible dates. The phases are a Workflow record."""

    def validate(self) -> None:
        """Check the dates and note the closing. Raises `frappe.ValidationError`."""
        require_not_future(self, "opened_on")
        require_order(self, "opened_on", "next_review_on")
        self.set_closed_on()

    def set_closed_on(self) -> None:
        """Set the day of closing when the case is closed; clear it when the case is open again."""
        if self.workflow_state != CLOSED:
            self.closed_on = None
        elif not self.closed_on:
            self.closed_on = nowdate()
