"""A list of documents whose time is over, and what was done about them after approval."""

from frappe.model.document import Document

from kim_app.data_protection import retention_run


class RetentionRun(Document):
    """Retention Run: filled by itself, approved as a whole."""

    def before_insert(self) -> None:
        """List what is due today."""
        retention_run.fill(self)

    def validate(self) -> None:
        """Refuse changes by hand. Raises `frappe.ValidationError`."""
        retention_run.refuse_changes(self)
