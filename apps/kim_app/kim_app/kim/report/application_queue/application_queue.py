"""Which applications are open, for whom each waits and since when, and which are complete."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from kim_app.applications.figures import AUTHORITY, OFFICE, PAPERS, SUSPENSION, open_applications, require_clerk
from kim_app.charts import bars
from kim_app.reports import column, summary
from kim_app.settings import setting


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, chart and summary. Raises `frappe.PermissionError` for anybody but a clerk."""
    require_clerk()
    rows = open_applications(filters or {})
    for row in rows:
        row.type_label = frappe.get_cached_value("Application Type", row.application_type, "label")
        row.state = _(row.workflow_state)
        row.clerk_name = frappe.utils.get_fullname(row.clerk) if row.clerk else ""
        row.waits_for_text = _(row.waits_for)
        row.complete_text = _("Yes") if row.complete else _("No")
    return _columns(), rows, None, _chart(rows), _summary(rows)


def _columns() -> list[dict[str, Any]]:
    return [
        column("received_on", _("Received On"), "Date", 115),
        column("name", _("Application"), "Link", options="Application"),
        column("person_name", _("Name of Person"), width=180),
        column("type_label", _("Type of Application"), width=260),
        column("state", _("State"), width=170),
        column("waits_for_text", _("Waits For"), width=110),
        column("waits_since", _("Waits Since"), "Date", 115),
        column("weeks", _("Weeks"), "Int", 85),
        column("complete_text", _("Papers Complete"), width=105),
        column("completeness", _("Completeness"), "Percent", 125),
        column("due_on", _("Due On"), "Date", 110),
        column("clerk_name", _("Clerk"), width=180),
    ]


def _chart(rows: list[Any]) -> dict[str, Any] | None:
    counted = {
        reason: sum(row.waits_for == reason for row in rows) for reason in (OFFICE, PAPERS, AUTHORITY, SUSPENSION)
    }
    return bars([_(reason) for reason in counted], _("Open Applications"), [*counted.values()]) if rows else None


def _summary(rows: list[Any]) -> list[dict[str, Any]]:
    weeks = cint(setting("consultation_weeks"))
    late = [row.name for row in rows if row.waits_for == AUTHORITY and row.weeks >= weeks]
    silent = _("Authority Silent for {0} Weeks or Longer").format(weeks)
    return [
        summary(_("Open"), "Application", [row.name for row in rows], "Blue"),
        summary(_("Papers Complete"), "Application", [row.name for row in rows if row.complete], "Green"),
        summary(silent, "Application", late, "Red" if late else "Green"),
    ]
