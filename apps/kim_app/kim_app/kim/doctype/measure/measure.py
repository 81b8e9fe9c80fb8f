"""What is done about a barrier, by whom and until when, and whether it helped."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from kim_app.checks import require_not_future
from kim_app.cooperation import measures


class Measure(Document):
    """Measure: refuses progress beyond the whole and tells the reporters of it."""

    def validate(self) -> None:
        """Check author, progress and date, and plan the check of the effect. Raises `frappe.ValidationError`."""
        measures.require_own_share(self)
        measures.require_nameless_note(self)
        require_not_future(self, "checked_on")
        if not 0 <= flt(self.progress) <= 100:
            frappe.throw(
                _("Progress is a percentage. Please enter a number from 0 to 100."),
                title=_("Progress"),
            )
        measures.note_end(self)

    def on_update(self) -> None:
        """Tell those who reported the barrier what became of it, and whoever has to do it."""
        measures.tell_reporters(self)
        measures.tell_responsible(self)
