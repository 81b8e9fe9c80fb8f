"""Which applications are open, for whom each waits and since when, and which are complete."""

from typing import Any

from frappe import _
from frappe.utils import cint

from kim_app.applications.figures import AUTHORITY, open_applications, require_clerk
from kim_app.settings import setting


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows and summary. Raises `frappe.PermissionError` for anybody but a clerk."""
    require_clerk()
    rows = open_applications(filters or {})
    for row in rows:
        row.waits_for_text = _(row.waits_for)
        row.complete_text = _("Yes") if row.complete else _("No")
    return _columns(), rows, None, None, _summary(rows)


def _columns() -> list[dict[str, Any]]:
    return [
        {"fieldname": "received_on", "label": _("Received On"), "fieldtype": "Date", "width": 115},
        {"fieldname": "name", "label": _("Application"), "fieldtype": "Link", "options": "Application", "width": 150},
        {"fieldname": "person_name", "label": _("Name of Person"), "fieldtype": "Data", "width": 180},
        {
            "fieldname": "application_type",
            "label": _("Type of Application"),
            "fieldtype": "Link",
            "options": "Application Type",
            "width": 230,
        },
        {
            "fieldname": "workflow_state",
            "label": _("State"),
            "fieldtype": "Link",
            "options": "Workflow State",
            "width": 150,
        },
        {"fieldname": "waits_for_text", "label": _("Waits For"), "fieldtype": "Data", "width": 110},
        {"fieldname": "waits_since", "label": _("Waits Since"), "fieldtype": "Date", "width": 115},
        {"fieldname": "weeks", "label": _("Weeks"), "fieldtype": "Int", "width": 85},
        {"fieldname": "complete_text", "label": _("Is Complete"), "fieldtype": "Data", "width": 105},
        {"fieldname": "completeness", "label": _("Completeness"), "fieldtype": "Percent", "width": 125},
        {"fieldname": "due_on", "label": _("Due On"), "fieldtype": "Date", "width": 110},
        {"fieldname": "clerk", "label": _("Clerk"), "fieldtype": "Link", "options": "User", "width": 180},
    ]


def _summary(rows: list[Any]) -> list[dict[str, Any]]:
    weeks = cint(setting("consultation_weeks"))
    late = [row for row in rows if row.waits_for == AUTHORITY and row.weeks >= weeks]
    return [
        {"value": len(rows), "label": _("Open"), "datatype": "Int", "indicator": "Blue"},
        {
            "value": sum(row.complete for row in rows),
            "label": _("Is Complete"),
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
