"""Report: what is due when. Everybody sees the documents that they see anyway, as in the list of today."""

from typing import Any

from frappe import _
from frappe.utils import cint

from kim_app.charts import bars
from kim_app.reports import column
from kim_app.today.deadlines import rows

SPANS = (-1, 7, 14, 30)
"""Until how many days from now; what is due later is counted together."""


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, a chart and a summary for the current user.

    `filters`: until (a day), document_type, only_mine; off, it shows the team's and the office's as well.
    """
    filters = filters or {}
    only_mine = bool(cint(filters.get("only_mine", 1)))
    found = rows(filters.get("until"), filters.get("document_type"), only_mine)
    return _columns(), found, None, _chart(found), _summary(found)


def _columns() -> list[dict[str, Any]]:
    return [
        column("due_on", _("Due On"), "Date", 120),
        column("days", _("Days Left"), "Int", 100),
        column("what", _("What"), width=190),
        column("about", _("Concerns"), width=380),
        column("document", _("Document"), "Dynamic Link", 180, options="document_type"),
        column("document_type", _("Kind"), hidden=1),
    ]


def _spans(found: list[dict]) -> dict[str, int]:
    """Count what is due by the time that is left."""
    words = (_("Overdue"), _("In 7 Days"), _("In 14 Days"), _("In 30 Days"), _("Later"))
    counted = dict.fromkeys(words, 0)
    for row in found:
        counted[words[sum(row["days"] > last for last in SPANS)]] += 1
    return counted


def _chart(found: list[dict]) -> dict[str, Any] | None:
    counted = _spans(found)
    return bars([*counted], _("Deadlines"), [*counted.values()]) if found else None


def _summary(found: list[dict]) -> list[dict[str, Any]]:
    late = sum(row["days"] < 0 for row in found)
    return [
        {"value": len(found), "label": _("Deadlines"), "datatype": "Int", "indicator": "Blue"},
        {"value": late, "label": _("Overdue"), "datatype": "Int", "indicator": "Red" if late else "Green"},
    ]
