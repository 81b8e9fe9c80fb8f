"""The report on a year: figures beside those of the year before, and words on them."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from kim_app.cooperation.anonymity import clients_of, known_persons, require_no_personal_data
from kim_app.figures.annual import keeping

FIRST_YEAR = 2000


class AnnualReport(Document):
    """Annual Report: its words name nobody; its figures are computed until it is handed in, and stay from then on."""

    def before_insert(self) -> None:
        """Let a copy of a report that was withdrawn begin as a draft."""
        self.workflow_state = None

    def validate(self) -> None:
        """Check the year and the words. Raises `frappe.ValidationError`."""
        if not FIRST_YEAR <= (self.year or 0) <= getdate(nowdate()).year:
            frappe.throw(_("Please enter a year from {0} until today.").format(FIRST_YEAR), title=_("Annual Report"))
        self.title = self.title or _("Annual Report {0}").format(self.year)
        require_no_personal_data(self._texts(), known_persons((), clients_of(frappe.session.user)))
        keeping.forget(self)

    def before_submit(self) -> None:
        """Keep the figures, with the day and whoever hands them in."""
        keeping.keep(self)

    def before_update_after_submit(self) -> None:
        """Refuse changes. Raises `frappe.ValidationError`."""
        keeping.require_unchanged(self)

    def on_trash(self) -> None:
        """Refuse to delete what was handed in. Raises `frappe.ValidationError`."""
        keeping.require_draft(self)

    def sheet(self) -> dict[str, Any]:
        """Return what the paper shows: pages with their figures, and whether they are final."""
        return keeping.sheet_of(self)

    def _texts(self) -> list[tuple[str, str | None]]:
        label = lambda fieldname: _(self.meta.get_label(fieldname), context=self.doctype)  # noqa: E731
        remarks = [(_("Remark"), row.remark) for row in self.remarks]
        return [(label("title"), self.title), (label("introduction"), self.introduction), *remarks]
