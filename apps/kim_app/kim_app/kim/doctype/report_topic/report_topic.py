"""A page of the annual report: its heading, its words and its figures."""

import frappe
from frappe.model.document import Document

from kim_app.figures.annual.own import require_usable


class ReportTopic(Document):
    """Report Topic: each row is a figure of KIM, or a statistic that can stand in the report."""

    def validate(self) -> None:
        """Refuse a statistic that cannot stand in the report. Raises `frappe.ValidationError`."""
        for row in self.figures:
            if row.figure:
                row.statistic = None
            elif row.statistic:
                require_usable(frappe.get_doc("Statistic", row.statistic))
