"""A kind of application with its legal basis, its target time and its requirements."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.applications.conditions import require_valid
from kim_app.checks import require_order


class ApplicationType(Document):
    """Application Type: refuses a validity that ends before it starts, and conditions that cannot be answered."""

    def validate(self) -> None:
        """Check validity and conditions, and give each requirement its key. Raises `frappe.ValidationError`."""
        require_order(self, "valid_from", "valid_until")
        for row in self.requirements:
            require_order(row, "valid_from", "valid_until")
            require_valid(row.applies_if, _("Requirement in row {0}").format(row.idx))
            row.requirement_key = row.requirement_key or frappe.scrub(row.requirement)[:100]
