"""Which applications are open, for whom each waits and since when, and which are complete."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from kim_app.applications.figures import AUTHORITY, open_applications, require_clerk
from kim_app.settings import setting


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows and summary. Raises `frappe.PermissionError` for anybody but a clerk."""
    require_clerk()
    rows = open_applications(filters or {})
    for row in rows:
        row.type_label = frappe.get_cached_value("Application Type", row.application_type, "label")
        row.state = _(row.workflow_state, context="Workflow State")
        row.clerk_name = frappe.utils.get_fullname(row.clerk) if row.clerk else ""
        row.waits_for_text = _(row.waits_for)
        row.complete_text = _("Yes") if row.complete else _("No")
    return _columns(), rows, None, None, _summary(rows)


def _columns() -> list[dict[str, Any]]:
    return [
        {"fieldname": "received_on", "label": _("Received On"), "fieldtype": "Date", "width": 115},
        {"fieldname": "name", "label": _("Application"), "fieldtype": "Link", "options": "Application", "width": 150},
        {"fieldname": "person_name", "label": _("Name of Person"), "fieldtype": "Data", "width": 180},
        {"fieldname": "type_label", "label": _("Type of Application"), "fieldtype": "Data", "width": 260},
        {"fieldname": "state", "label": _("State"), "fieldtype": "Data", "width": 170},
        {"fieldname": "waits_for_text", "label": _("Waits For"), "fieldtype": "Data", "width": 110},
        {"fieldname": "waits_since", "label": _("Waits Since"), "fieldtype": "Date", "width": 115},
        {"fieldname": "weeks", "label": _("Weeks"), "fieldtype": "Int", "width": 85},
        {"fieldname": "complete_text", "label": _("Papers Complete"), "fieldtype": "Data", "width": 105},
        {"fieldname": "completeness", "label": _("Completeness"), "fieldtype": "Percent", "width": 125},
        {"fieldname": "due_on", "label": _("Due On"), "fieldtype": "Date", "width": 110},
        {"fieldname": "clerk_name", "label": _("Clerk"), "fieldtype": "Data", "width": 180},
    ]


def _summary(rows: list[Any]) -> list[dict[str, Any]]:
    weeks = cint(setting("consultation_weeks"))
    late = [row for row in rows if row.waits_for == AUTHORITY and row.weeks >= weeks]
    return [
        {"value": len(rows), "label": _("Open"), "datatype": "Int", "indicator": "Blue"},
        {
            "value": sum(row.complete for row in rows),
            "label": _("Papers Complete"),
            "datatype": "Int",
            "indicator": "Green",
        },
        {
            "value": len(late),
            "label": _("Authority Silent for {0} Weeks or Longer").format(weeks),
            "datatype": "Int",
            "indicator": "Red" if late else "Green",
        },
    ]
