"""Report: how long cases stay in each phase. Figures only for those who may not see persons."""

from typing import Any

import frappe
from frappe import _

from kim_app.charts import bars
from kim_app.figures import case_flow
from kim_app.reports import column, finished, for_chart, note, sees_figures_only
from kim_app.roles import CASE_MANAGER, COORDINATOR, STEERING_MEMBER


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, a message and a chart.

    Raises `frappe.PermissionError` for roles that are not told how counselling goes.
    """
    frappe.only_for((CASE_MANAGER, COORDINATOR, STEERING_MEMBER))
    rows, total = case_flow.rows(filters or {})
    meaning = _(
        "Counted are cases that entered the phase in the period; who is still there counts with the days so far."
    )
    columns, shown = finished(_columns(), rows, total)
    return columns, shown, note(shown, meaning), _chart(rows)


def _columns() -> list[dict[str, Any]]:
    longest = [] if sees_figures_only() else [column("longest", _("Longest"), "Float", 150, precision=1)]
    return [
        column("phase", _("Phase"), width=220),
        column("cases", _("Cases"), "Int", 110, counts="Case"),
        column("waiting", _("Still There"), "Int", 130, counts="Case"),
        column("median", _("Median Days"), "Float", 190, precision=1),
        column("average", _("Average Days"), "Float", 190, precision=1),
        *longest,
    ]


def _chart(rows: list[dict]) -> dict[str, Any] | None:
    return bars([row["phase"] for row in rows], _("Median Days"), for_chart(rows, "median")) if rows else None
