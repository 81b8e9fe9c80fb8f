"""Report: how many cases and persons each case manager looks after. Figures only; no case is named."""

from typing import Any

import frappe
from frappe import _

from kim_app.charts import bars
from kim_app.figures import caseload
from kim_app.reports import column, finished, for_chart, note
from kim_app.roles import COORDINATOR


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str, dict]:
    """Return columns, rows, a message and a chart, as the framework's reports do.

    Raises `frappe.PermissionError` for others than coordinators.
    """
    frappe.only_for(COORDINATOR)
    rows, total = caseload.rows((filters or {}).get("team"))
    columns, shown = finished(_columns(), rows, total)
    return columns, shown, _message(rows), _chart(rows)


def _columns() -> list[dict]:
    return [
        column("colleague", _("Case Manager"), width=220),
        column("open_cases", _("Open Cases"), "Int", 120, counts="Case"),
        column("persons", _("Persons with Families"), "Int", 180, counts="Person"),
        column("acute", _("Acute Cases"), "Int", 120, counts="Case"),
        column("overdue", _("Reviews Overdue"), "Int", 160, counts="Case"),
        column("warning", _("Notice"), width=260),
    ]


def _message(rows: list[dict]) -> str:
    above = sum(bool(row["warning"]) for row in rows)
    warning = _("More open cases than the post bears: {0} of the case managers.").format(above)
    return note(rows, *([warning] if above else ()))


def _chart(rows: list[dict]) -> dict[str, Any]:
    names = [row["colleague"] for row in rows]
    return bars(names, _("Open Cases"), for_chart(rows, "open_cases"))
