"""A warning that practice needs, shown on the applications that it concerns."""

from frappe.model.document import Document

from kim_app.applications.conditions import require_valid
from kim_app.checks import require_order


class LegalNotice(Document):
    """Legal Notice: refuses a condition that cannot be answered."""

    def validate(self) -> None:
        """Check validity and condition. Raises `frappe.ValidationError`."""
        require_order(self, "valid_from", "valid_until")
        require_valid(self.applies_if, self.label)
