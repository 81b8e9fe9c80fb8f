"""The list of today, as a report."""

import frappe
from frappe import _
from frappe.utils import sbool

from kim_app.reports import column
from kim_app.today import rows_for


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
    """Return columns and rows for the current user; `only_mine` off shows the team's and the office's as well."""
    only_mine = sbool((filters or {}).get("only_mine", 1))
    return columns(), rows_for(frappe.session.user, only_mine=bool(only_mine))


def columns() -> list[dict]:
    """Return the columns: days first, since they decide the order."""
    return [
        column("days", _("Days Left"), "Int", 90),
        column("what", _("What"), width=220),
        column("about", _("Concerns"), width=380),
        column("due_on", _("Due On"), "Date", 120),
        column("document", _("Document"), "Dynamic Link", 200, options="document_type"),
        column("document_type", _("Kind"), hidden=1),
    ]
