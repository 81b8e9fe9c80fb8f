"""Who opened documents about persons: per user and day, or each opening. Ids and times, no content."""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, getdate, nowdate

from kim_app.data_protection.accesses import name_deputies, openings
from kim_app.reports import column
from kim_app.roles import DATA_PROTECTION_OFFICER


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
    """Return columns and rows. Raises `frappe.PermissionError` for all but the data protection officer."""
    frappe.only_for(DATA_PROTECTION_OFFICER)
    filters = frappe._dict(filters or {})
    start, end = getdate(filters.from_date or add_days(nowdate(), -7)), getdate(filters.to_date or nowdate())
    wanted = {key: filters.get(key) for key in ("user", "document_type", "document")}
    rows = openings(start, end, **wanted)
    name_deputies(rows)
    for row in rows:
        row.kind = _(row.document_type)
    return (_detail_columns(), rows) if filters.details else (_day_columns(), _per_day(rows))


def _per_day(rows: list[Any]) -> list[dict]:
    """Count per user and day; the most documents first."""
    days = defaultdict(lambda: {"openings": 0, "documents": set(), "persons": set(), "evening": 0, "as_deputy": 0})
    for row in rows:
        day = days[getdate(row.creation), row.user]
        day["openings"] += 1
        day["documents"].add((row.document_type, row.document))
        day["persons"].update([row.document] if row.document_type == "Person" else [])
        day["evening"] += row.creation.hour >= 19 or row.creation.hour < 6
        day["as_deputy"] += bool(row.deputy_for)
    counted = [
        {**found, "day": day, "user": user, "documents": len(found["documents"]), "persons": len(found["persons"])}
        for (day, user), found in days.items()
    ]
    return sorted(counted, key=lambda row: (-row["documents"], row["day"], row["user"]))


def _day_columns() -> list[dict]:
    return [
        column("day", _("Day"), "Date", 110),
        column("user", _("User"), "Link", 240, options="User"),
        column("documents", _("Different Documents"), "Int"),
        column("persons", _("Different Persons"), "Int"),
        column("openings", _("Openings"), "Int", 110),
        column("evening", _("Between 19 and 6 o'Clock"), "Int", 160),
        column("as_deputy", _("As Deputy"), "Int", 110),
    ]


def _detail_columns() -> list[dict]:
    return [
        column("creation", _("Opened On"), "Datetime", 170),
        column("user", _("User"), "Link", 240, options="User"),
        column("kind", _("Kind of Document")),
        column("document", _("Number")),
        column("deputy_for", _("Deputy For"), width=220),
    ]
