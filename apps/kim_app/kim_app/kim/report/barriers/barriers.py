"""Report: barriers with their occurrences, life areas, legal circles, age and measures, each or by a group."""

from collections import Counter
from typing import Any

import frappe
from frappe import _

from kim_app.charts import bars
from kim_app.cooperation.overview import Overview
from kim_app.reports import column, finished
from kim_app.roles import CASE_MANAGER, COORDINATOR, FOREIGNERS_OFFICE_CLERK, NATURALISATION_CLERK, STEERING_MEMBER

READERS = (CASE_MANAGER, COORDINATOR, FOREIGNERS_OFFICE_CLERK, NATURALISATION_CLERK, STEERING_MEMBER)
IN_CHART = 12


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows and a chart of the barriers that the user may see.

    Raises `frappe.PermissionError` for roles that read no barriers.
    """
    frappe.only_for(READERS)
    overview = Overview(filters or {})
    rows, total = overview.rows()
    columns, shown = finished(_columns(overview.group_by), rows, total)
    return columns, shown, None, _chart(rows, overview.group_by)


def _columns(group_by: str | None) -> list[dict[str, Any]]:
    labels = {
        "category": _("Category"),
        "level": _("Level"),
        "workflow_state": _("State"),
        "life_areas": _("Life Area"),
        "legal_circles": _("Legal Circle"),
    }
    figures = [
        column("occurrences", _("Cases Affected"), "Int", 120, counts="Case"),
        column("age", _("Days Since Report") if not group_by else _("Median Days Since Report"), "Int", 160),
        column("measures", _("Measures"), "Int", 110, counts="Measure"),
        column("measures_open", _("Not Done"), "Int", 110, counts="Measure"),
    ]
    if group_by:
        counts = [
            column("barriers", _("Barriers"), "Int", 120, counts="Barrier"),
            column("open", _("Open"), "Int", 100, counts="Barrier"),
        ]
        return [column("group", labels[group_by], width=260), *counts, *figures]
    return [
        column("group", _("Barrier"), width=320),
        column("category", labels["category"], width=160),
        column("level", labels["level"], width=110),
        column("workflow_state", labels["workflow_state"], width=170),
        *figures,
        column("life_areas", _("Life Areas"), width=200),
        column("legal_circles", _("Legal Circles"), width=200),
        column("name", _("Number"), "Link", 140, options="Barrier"),
    ]


def _chart(rows: list[dict], group_by: str | None) -> dict[str, Any] | None:
    """Draw the groups; single barriers are put together by their category."""
    counted = Counter()
    for row in rows:
        counted[row["group" if group_by else "category"]] += row["occurrences"]
    shown = counted.most_common(IN_CHART) if not group_by else counted.items()
    return bars([label for label, _n in shown], _("Cases Affected"), [number for _l, number in shown]) if rows else None
