"""An application to the foreigners' office or the naturalisation office."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, cint

from kim_app.checks import require_not_future, require_order


class Application(Document):
    """Application: starts with the checklist of its type and keeps its completeness."""

    def validate(self) -> None:
        """Fill in what follows from the type and check the dates. Raises `frappe.ValidationError`."""
        self.start_from_type()
        self.set_completeness()
        require_not_future(self, "received_on", "decided_on")
        require_order(self, "received_on", "due_on")
        require_order(self, "received_on", "decided_on")

    def start_from_type(self) -> None:
        """Give a new application the requirements and the due date of its type, unless it has its own."""
        if not self.is_new() or not self.application_type:
            return
        kind = frappe.get_cached_doc("Application Type", self.application_type)
        if not self.requirements:
            for row in kind.requirements:
                self.append("requirements", {"requirement": row.requirement, "mandatory": row.mandatory})
        if not self.due_on and cint(kind.target_days):
            self.due_on = add_days(self.received_on, kind.target_days)

    def set_completeness(self) -> None:
        """Set the percentage of mandatory requirements that are fulfilled; 0 without any."""
        mandatory = [row for row in self.requirements if cint(row.mandatory)]
        fulfilled = [row for row in mandatory if cint(row.fulfilled)]
        self.completeness = 100 * len(fulfilled) / len(mandatory) if mandatory else 0
