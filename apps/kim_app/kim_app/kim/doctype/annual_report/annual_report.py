"""The report on a year: figures beside those of the year before, and words on them."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from kim_app.cooperation.anonymity import clients_of, known_persons, require_no_personal_data
from kim_app.figures.annual import report
from kim_app.settings import setting

FIRST_YEAR = 2000


class AnnualReport(Document):
    """Annual Report: its words name nobody, and its figures are computed when it is printed."""

    def validate(self) -> None:
        """Check the year and the words. Raises `frappe.ValidationError`."""
        if not FIRST_YEAR <= (self.year or 0) <= getdate(nowdate()).year:
            frappe.throw(_("Please enter a year from {0} until today.").format(FIRST_YEAR), title=_("Annual Report"))
        self.title = self.title or _("Annual Report {0}").format(self.year)
        require_no_personal_data(self._texts(), known_persons((), clients_of(frappe.session.user)))

    def pages(self) -> list[report.Page]:
        """Return the topics with their tables; small numbers are hidden for everybody."""
        return report.pages(self.year, self.audience)

    def remark_on(self, topic: str) -> str:
        """Return what this report says about a topic."""
        return "\n".join(row.remark for row in self.remarks if row.topic == topic)

    def cover(self) -> dict[str, Any]:
        """Return what the head of the first page shows."""
        return {"municipality": setting("municipality") or "", "limit": report.limit(self.audience)}

    def _texts(self) -> list[tuple[str, str | None]]:
        label = lambda fieldname: _(self.meta.get_label(fieldname), context=self.doctype)  # noqa: E731
        remarks = [(_("Remark"), row.remark) for row in self.remarks]
        return [(label("title"), self.title), (label("introduction"), self.introduction), *remarks]
