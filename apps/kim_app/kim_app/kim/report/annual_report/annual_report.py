"""Report: what the Land asks of a year, with the figures of the year before beside it. Nobody is named or found out."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from kim_app.figures.annual import report
from kim_app.reports import column
from kim_app.roles import COORDINATOR, STEERING_MEMBER


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None]:
    """Return columns, rows and a message, as the framework's reports do.

    Filters: year, topic, audience (Inside or Public). Raises `frappe.PermissionError` for others than coordinators
    and the steering group.
    """
    frappe.only_for((COORDINATOR, STEERING_MEMBER))
    filters = filters or {}
    year = cint(filters.get("year")) or getdate(nowdate()).year
    audience = filters.get("audience") or report.INSIDE
    pages = report.pages(year, audience, filters.get("topic"))
    return _columns(year), [row for page in pages for row in _rows(page)], _message(pages, audience)


def _columns(year: int) -> list[dict]:
    return [
        column("label", _("Figure"), width=420),
        column("before", str(year - 1), width=110, align="right"),
        column("now", str(year), width=110, align="right"),
        column("notes", _("Notice"), width=420),
    ]


def _rows(page: report.Page) -> Iterator[dict[str, Any]]:
    """Yield the topic, its tables and their lines, each indented below what it belongs to."""
    yield {"label": page.topic, "indent": 0, "bold": 1}
    for block in page.blocks:
        yield {"label": block.heading, "notes": " ".join(block.notes), "indent": 1, "bold": 1}
        for line in block.lines:
            yield _row(line)
        if block.total and block.lines:
            yield _row(block.total) | {"bold": 1}


def _row(line: report.Line) -> dict[str, Any]:
    return {"label": line.label, "before": line.before.text, "now": line.now.text, "indent": 2}


def _message(pages: list[report.Page], audience: str) -> str | None:
    if not any(block.hides for page in pages for block in page.blocks):
        return None
    return _("• stands for a number that is hidden: numbers below {0}, and those from which they would follow.").format(
        report.limit(audience)
    )
