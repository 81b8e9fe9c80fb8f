"""Who looks after a colleague's cases, and from when until when."""

from frappe.model.document import Document

from kim_app.cases import deputies


class DeputyArrangement(Document):
    """Deputy Arrangement: the rules are in `kim_app.cases.deputies`; what it opens is in `kim_app.permissions`."""

    def validate(self) -> None:
        """Check colleagues, days and author. Raises `frappe.ValidationError` or `frappe.PermissionError`."""
        deputies.check(self)

    def on_update(self) -> None:
        """Tell both colleagues."""
        deputies.announce(self)
