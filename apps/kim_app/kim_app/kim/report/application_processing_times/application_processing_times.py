"""How many days decisions took, by type, clerk or quarter, without the days of suspensions."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, get_quarter_start, nowdate

from kim_app.applications.figures import (
    GROUPS,
    decided_applications,
    figures_of,
    processing_times,
    quarter,
    require_clerk,
)
from kim_app.charts import bars
from kim_app.reports import behind, column, finished, summary


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
        row["behind"] = _behind(one for one in rows if (one[group_by] or "") == row["group"])
    total = {**figures_of(rows), "behind": _behind(rows)}
    columns, shown = finished(_columns(group_by), groups, total)
    return columns, shown, None, _chart(groups), _summary(rows)


def _behind(rows: Iterable[Any]) -> dict[str, Any]:
    return {"number": behind("Application", [row.name for row in rows])}


def _columns(group_by: str) -> list[dict[str, Any]]:
    labels = {"application_type": _("Type of Application"), "clerk": _("Clerk"), "quarter": _("Quarter")}
    return [
        column("title", labels[group_by], width=320),
        column("number", _("Decided"), "Int", counts="Application"),
        column("median", _("Median Days"), "Float", precision=1),
        column("average", _("Average Days"), "Float", precision=1),
        column("longest", _("Longest"), "Int"),
        column("in_time", _("Within Target (%)"), "Int"),
    ]


def _chart(groups: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not groups:
        return None
    return bars([row["title"] for row in groups], _("Median Days"), [row["median"] for row in groups])


def _title(value: str, group_by: str) -> str:
    if not value:
        return _("Not Specified")
    if group_by == "application_type":
        return frappe.get_cached_value("Application Type", value, "label")
    return frappe.utils.get_fullname(value) if group_by == "clerk" else value


def _summary(rows: list[Any]) -> list[dict[str, Any]]:
    this = [row for row in rows if row.quarter == quarter(get_quarter_start(nowdate()))]
    return [
        _median(_("Median Days This Quarter"), this),
        summary(_("Decided This Quarter"), "Application", [row.name for row in this], ""),
        _median(_("Median Days of the Period"), rows),
    ]


def _median(label: str, rows: list[Any]) -> dict[str, Any]:
    return {"value": round(figures_of(rows)["median"] or 0), "label": label, "datatype": "Int"}
