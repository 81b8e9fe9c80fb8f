"""The yearly file of § 36 StAG: a row for each application, completion and naturalisation, and what is missing."""

from typing import Any

from frappe import _
from frappe.utils import cint, getdate, nowdate

from kim_app.applications.figures import require_clerk
from kim_app.applications.naturalisation import COLUMNS, EVENTS, labels, records
from kim_app.reports import column, summary

IN_WORDS = ("record_kind", "gender", "marital_status", "completion_type")
TYPES = {"event_on": "Date", "birth_year": "Data", "years_of_stay": "Int", "name": "Link"}


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, message and summary. Raises `frappe.PermissionError` for anybody but a clerk."""
    require_clerk()
    filters = filters or {}
    year = cint(filters.get("year")) or getdate(nowdate()).year - 1
    kind = filters.get("record_kind") if filters.get("record_kind") in EVENTS else None
    rows, names = records(year, kind), labels()
    for row in rows:
        row.missing_text = ", ".join(names[field] for field in row.missing)
        row.update({field: _(row[field]) for field in IN_WORDS if row[field]})
    return _columns(names), rows, _message(rows, year), None, _summary(rows)


def _columns(names: dict[str, str]) -> list[dict[str, Any]]:
    return [
        column("missing_text", _("Missing"), width=260),
        *(
            column(name, names[name], TYPES.get(name, "Data"), options="Application" if name == "name" else None)
            for name in COLUMNS
        ),
    ]


def _message(rows: list[Any], year: int) -> str:
    gaps = sum(bool(row.missing) for row in rows)
    if gaps:
        return _("{0} of {1} rows are not complete. The file is due on 1 March {2} (§ 36 StAG).").format(
            gaps, len(rows), year + 1
        )
    return _("All rows are complete. The file is due on 1 March {0} (§ 36 StAG).").format(year + 1)


def _summary(rows: list[Any]) -> list[dict[str, Any]]:
    of_kind = {kind: [row.name for row in rows if row.record_kind == _(kind)] for kind in EVENTS}
    gaps = sum(bool(row.missing) for row in rows)
    return [
        *(summary(_(kind), "Application", names, "Blue") for kind, names in of_kind.items()),
        # Rows of the file, of which an application may have several: they are marked in the table.
        {"value": gaps, "label": _("Not Complete"), "datatype": "Int", "indicator": "Red" if gaps else "Green"},
    ]
