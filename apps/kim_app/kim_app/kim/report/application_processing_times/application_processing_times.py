"""How many days decisions took, by type, clerk or quarter, without the days of suspensions."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, get_quarter_start, nowdate

from kim_app.applications.figures import GROUPS, decided_applications, processing_times, quarter, require_clerk, summary


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, chart and summary. Raises `frappe.PermissionError` for anybody but a clerk."""
    require_clerk()
    filters = filters or {}
    group_by = filters.get("group_by") if filters.get("group_by") in GROUPS else GROUPS[0]
    until = filters.get("to_date") or nowdate()
    rows = decided_applications(filters.get("from_date") or add_months(until, -12), until)
    groups = processing_times(rows, group_by)
    for row in groups:
        row["title"] = _title(row["group"], group_by)
    return _columns(group_by), groups, None, _chart(groups), _summary(rows)


def _columns(group_by: str) -> list[dict[str, Any]]:
    labels = {"application_type": _("Type of Application"), "clerk": _("Clerk"), "quarter": _("Quarter")}
    first = {"fieldname": "title", "label": labels[group_by], "fieldtype": "Data", "width": 320}
    numbers = (
        ("number", _("Decided"), "Int"),
        ("median", _("Median Days"), "Float"),
        ("average", _("Average Days"), "Float"),
        ("longest", _("Longest"), "Int"),
        ("in_time", _("Within Target (%)"), "Int"),
    )
    return [first] + [
        {"fieldname": name, "label": label, "fieldtype": kind, "width": 150, "precision": 1}
        for name, label, kind in numbers
    ]


def _chart(groups: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not groups:
        return None
    names = [row["title"] for row in groups]
    values = [{"name": _("Median Days"), "values": [row["median"] for row in groups]}]
    return {"data": {"labels": names, "datasets": values}, "type": "bar"}


def _title(value: str, group_by: str) -> str:
    if group_by == "application_type":
        return frappe.get_cached_value("Application Type", value, "label")
    return frappe.utils.get_fullname(value) if group_by == "clerk" else value


def _summary(rows: list[Any]) -> list[dict[str, Any]]:
    this = summary([row for row in rows if row.quarter == quarter(get_quarter_start(nowdate()))])
    every = summary(rows)
    return [
        {"value": this["median"] or 0, "label": _("Median Days This Quarter"), "datatype": "Float", "precision": 1},
        {"value": this["number"], "label": _("Decided This Quarter"), "datatype": "Int"},
        {"value": every["median"] or 0, "label": _("Median Days of the Period"), "datatype": "Float", "precision": 1},
    ]
