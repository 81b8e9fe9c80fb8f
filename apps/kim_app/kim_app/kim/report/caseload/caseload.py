"""Report: how many cases and persons each case manager looks after. Figures only; no case is named."""

from typing import Any

import frappe
from frappe import _

from kim_app.figures import caseload


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None, dict, list[dict]]:
    """Return columns, rows, a message, a chart and a summary, as the framework's reports do.

    Raises `frappe.PermissionError` for others than coordinators.
    """
    frappe.only_for("KIM Coordinator")
    rows = caseload.rows((filters or {}).get("team"))
    return _columns(), rows, _message(rows), _chart(rows), _summary(rows)


def _columns() -> list[dict]:
    number = {"fieldtype": "Int", "width": 120}
    return [
        {"fieldname": "colleague", "label": _("Case Manager"), "fieldtype": "Data", "width": 220},
        {"fieldname": "open_cases", "label": _("Open Cases"), **number},
        {"fieldname": "persons", "label": _("Persons with Families"), **number, "width": 180},
        {"fieldname": "acute", "label": _("Acute Cases"), **number},
        {"fieldname": "overdue", "label": _("Reviews Overdue"), **number, "width": 160},
        {"fieldname": "warning", "label": _("Notice"), "fieldtype": "Data", "width": 260},
    ]


def _message(rows: list[dict]) -> str | None:
    above = sum(bool(row["warning"]) for row in rows)
    return _("{0} case managers are above {1} open cases.").format(above, caseload.limit()) if above else None


def _chart(rows: list[dict]) -> dict[str, Any]:
    values = [row["open_cases"] for row in rows]
    data = {"labels": [row["colleague"] for row in rows], "datasets": [{"name": _("Open Cases"), "values": values}]}
    return {"data": data, "type": "bar"}


def _summary(rows: list[dict]) -> list[dict]:
    return [
        {"value": sum(row[field] for row in rows), "label": label, "datatype": "Int"}
        for field, label in (("open_cases", _("Open Cases")), ("persons", _("Persons with Families")))
    ]
