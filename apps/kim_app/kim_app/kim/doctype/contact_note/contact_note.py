"""A contact with a person or about a case, with its effort."""

from frappe.model.document import Document

from kim_app.cases import deputies, notes


class ContactNote(Document):
    """Contact Note: the rules are in `kim_app.cases.notes`; who reads it is in `kim_app.permissions`."""

    def validate(self) -> None:
        """Check time, case and confidentiality. Raises `frappe.ValidationError` or `frappe.PermissionError`."""
        notes.check(self)

    def on_update(self) -> None:
        """Leave a trace of a deputy's work."""
        deputies.note_change(self)
