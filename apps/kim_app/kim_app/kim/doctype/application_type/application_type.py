"""A kind of application with its legal basis, its target time and its requirements."""

from frappe.model.document import Document

from kim_app.checks import require_order


class ApplicationType(Document):
    """Application Type: refuses a validity that ends before it starts."""

    def validate(self) -> None:
        """Check the validity. Raises `frappe.ValidationError`."""
        require_order(self, "valid_from", "valid_until")
