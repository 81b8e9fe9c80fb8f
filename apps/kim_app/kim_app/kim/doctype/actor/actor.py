"""An office, organisation or initiative of the integration network."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.checks import require_not_future
from kim_app.network import verification


class Actor(Document):
    """Actor: says when it was last confirmed, and refuses to be part of itself."""

    @property
    def verification(self) -> str:
        """Say in words whether the entry was confirmed lately."""
        return verification.in_words(self.verified_on)

    def validate(self) -> None:
        """Check the date and the place in the tree of actors. Raises `frappe.ValidationError`."""
        require_not_future(self, "verified_on")
        self.require_other_parent()

    def require_other_parent(self) -> None:
        """Walk up from the parent and refuse to meet this actor again. Raises `frappe.ValidationError`."""
        above, seen = self.parent_actor, {self.name}
        while above:
            if above in seen:
                frappe.throw(
                    _("An actor cannot be part of itself. Please choose another actor in “Part Of”."),
                    title=_("Part of Itself"),
                )
            seen.add(above)
            above = frappe.db.get_value("Actor", above, "parent_actor")
