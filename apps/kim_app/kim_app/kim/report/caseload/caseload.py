"""Report: how many cases and persons each case manager looks after. Figures only; no case is named."""

from typing import Any

import frappe
from frappe import _

from kim_app.charts import bars
from kim_app.figures import caseload
from kim_app.reports import column
from kim_app.roles import COORDINATOR


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None, dict, list[dict]]:
    """Return columns, rows, a message, a chart and a summary, as the framework's reports do.

    Raises `frappe.PermissionError` for others than coordinators.
    """
    frappe.only_for(COORDINATOR)
    rows = caseload.rows((filters or {}).get("team"))
    return _columns(), rows, _message(rows), _chart(rows), _summary(rows)


def _columns() -> list[dict]:
    return [
        column("colleague", _("Case Manager"), width=220),
        column("open_cases", _("Open Cases"), "Int", 120),
        column("persons", _("Persons with Families"), "Int", 180),
        column("acute", _("Acute Cases"), "Int", 120),
        column("overdue", _("Reviews Overdue"), "Int", 160),
        column("warning", _("Notice"), width=260),
    ]


def _message(rows: list[dict]) -> str | None:
    above = sum(bool(row["warning"]) for row in rows)
    return _("More open cases than the post bears: {0} of the case managers.").format(above) if above else None


def _chart(rows: list[dict]) -> dict[str, Any]:
    names = [row["colleague"] for row in rows]
    return bars(names, _("Open Cases"), [row["open_cases"] for row in rows])


def _summary(rows: list[dict]) -> list[dict]:
    return [
        {"value": sum(row[field] for row in rows), "label": label, "datatype": "Int"}
        for field, label in (("open_cases", _("Open Cases")), ("persons", _("Persons with Families")))
    ]
