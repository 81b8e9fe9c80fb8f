"""A person asks what is stored about her or him, or wants it corrected or deleted."""

from frappe.model.document import Document

from kim_app.checks import require_not_future, require_order
from kim_app.data_protection import requests


class DataSubjectRequest(Document):
    """Data Subject Request: knows its deadline and finds the person without showing any other."""

    def validate(self) -> None:
        """Check dates and answer, and find the person. Raises `frappe.ValidationError`."""
        require_not_future(self, "received_on", "answered_on")
        require_order(self, "received_on", "answered_on")
        requests.find_person(self)
        requests.set_due_date(self)
        requests.require_answer(self)
