"""Data of a person were passed on to an authority: to whom, what, why and on which legal basis."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.answers import AnswersToReader
from kim_app.checks import require_not_future
from kim_app.network import disclosures


class Disclosure(AnswersToReader, Document):
    """Disclosure: entered once, never changed; a correction is a further entry."""

    def before_insert(self) -> None:
        """Note who enters it."""
        disclosures.note_author(self)

    def validate(self) -> None:
        """Refuse changes, and entries without recipient or with papers of others. Raises `frappe.ValidationError`."""
        if not self.is_new():
            frappe.throw(
                _("A disclosure stays as it was recorded. Please enter a further one that corrects it."),
                title=_("Cannot Be Changed"),
            )
        require_not_future(self, "disclosed_on")
        if not self.recipient and not self.recipient_text:
            frappe.throw(_("Please enter the recipient: an actor of the directory, or “Other Recipient”."))
        disclosures.require_one_person(self)

    def on_trash(self) -> None:
        """Refuse, whatever rights a role was given. Raises `frappe.PermissionError`.

        Retention and the removal of demo data run as the super-user.
        """
        if frappe.session.user != "Administrator":
            frappe.throw(_("A disclosure is proof and is not deleted."), frappe.PermissionError)
