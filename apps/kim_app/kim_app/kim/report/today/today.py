"""The list of today, as a report."""

import frappe
from frappe import _
from frappe.utils import sbool

from kim_app.today import rows_for


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
    """Return columns and rows for the current user; `only_mine` off shows the team's and the office's as well."""
    only_mine = sbool((filters or {}).get("only_mine", 1))
    return columns(), rows_for(frappe.session.user, only_mine=bool(only_mine))


def columns() -> list[dict]:
    """Return the columns: days first, since they decide the order."""
    return [
        {"fieldname": "days", "label": _("Days Left"), "fieldtype": "Int", "width": 90},
        {"fieldname": "what", "label": _("What"), "fieldtype": "Data", "width": 220},
        {"fieldname": "about", "label": _("Concerns"), "fieldtype": "Data", "width": 380},
        {"fieldname": "due_on", "label": _("Due On"), "fieldtype": "Date", "width": 120},
        {
            "fieldname": "document",
            "label": _("Document"),
            "fieldtype": "Dynamic Link",
            "options": "document_type",
            "width": 200,
        },
        {"fieldname": "document_type", "label": _("Kind"), "fieldtype": "Data", "hidden": 1},
    ]
