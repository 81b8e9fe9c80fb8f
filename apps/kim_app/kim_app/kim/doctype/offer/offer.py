"""What an actor offers: a course, an advice session, a group, a place."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from kim_app.checks import require_not_future


class Offer(Document):
    """Offer: refuses more free places than there are."""

    def validate(self) -> None:
        """Check the places and the day of confirmation. Raises `frappe.ValidationError`."""
        require_not_future(self, "verified_on")
        if cint(self.capacity) and cint(self.free_places) > cint(self.capacity):
            frappe.throw(
                _("There cannot be more free places ({0}) than places in total ({1}). Please correct one.").format(
                    self.free_places, self.capacity
                ),
                title=_("Too Many Free Places"),
            )
