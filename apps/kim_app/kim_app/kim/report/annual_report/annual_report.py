"""Report: what the Land asks of a year, with the figures of the year before beside it. Nobody is named or found out."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from kim_app.charts import COLOUR, PALE
from kim_app.figures.annual import report
from kim_app.figures.annual.lists import Lists
from kim_app.reports import column
from kim_app.roles import COORDINATOR, STEERING_MEMBER

IN_CHART = 12


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str | None, dict | None]:
    """Return columns, rows, a message and a chart, as the framework's reports do.

    Filters: year, topic, audience (Inside or Public). A number opens its list where the reader may read all that it
    counts. Raises `frappe.PermissionError` for others than coordinators and the steering group.
    """
    frappe.only_for((COORDINATOR, STEERING_MEMBER))
    filters = filters or {}
    year = cint(filters.get("year")) or getdate(nowdate()).year
    audience = filters.get("audience") or report.INSIDE
    pages = report.pages(year, audience, filters.get("topic"))
    lists = Lists(pages)
    rows = [row for page in pages for row in _rows(page, lists)]
    return _columns(year), rows, _message(pages, audience), _chart(pages, year)


def _columns(year: int) -> list[dict]:
    return [
        column("label", _("Figure"), width=420),
        column("before", str(year - 1), width=110, align="right"),
        column("now", str(year), width=110, align="right"),
        column("notes", _("Notice"), width=420),
    ]


def _rows(page: report.Page, lists: Lists) -> Iterator[dict[str, Any]]:
    """Yield the topic, its tables and their lines, each indented below what it belongs to."""
    yield {"label": page.topic, "indent": 0, "bold": 1}
    for block in page.blocks:
        yield {"label": block.heading, "notes": " ".join(block.notes), "indent": 1, "bold": 1}
        for line in block.lines:
            yield _row(line, lists.behind(block, line))
        if block.total and block.lines:
            yield _row(block.total, lists.behind(block, block.total)) | {"bold": 1}


def _row(line: report.Line, behind: dict[str, Any]) -> dict[str, Any]:
    before, now = ("" if number.shown is None else number.shown for number in (line.before, line.now))
    return {"label": line.label, "before": before, "now": now, "indent": 2, "behind": behind}


def _chart(pages: list[report.Page], year: int) -> dict[str, Any] | None:
    """Draw the year before beside the year: the table that is drawn on paper, or else the first that has numbers."""
    drawn = [page.blocks[page.picture] for page in pages if page.picture is not None]
    block = next(iter([*drawn, *(block for page in pages for block in page.blocks if block.tells)]), None)
    if not block:
        return None
    lines = [line for line in block.lines if line.tells][:IN_CHART]
    # What is hidden has no value here, and no bar.
    columns = {
        year - 1: [line.before.value or 0 for line in lines],
        year: [line.now.value or 0 for line in lines],
    }
    datasets = [{"name": str(number), "values": values} for number, values in columns.items()]
    return {
        "data": {"labels": [line.label for line in lines], "datasets": datasets},
        "title": f"{block.heading} ({block.what})",
        "type": "bar",
        "colors": [PALE, COLOUR],
    }


def _message(pages: list[report.Page], audience: str) -> str | None:
    if not any(block.hides for page in pages for block in page.blocks):
        return None
    return _("• stands for a number that is hidden: numbers below {0}, and those from which they would follow.").format(
        report.limit(audience)
    )
