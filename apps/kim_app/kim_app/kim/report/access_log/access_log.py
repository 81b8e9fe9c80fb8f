"""Who opened documents about persons: per user and day, or each opening. Ids and times, no content."""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, getdate, nowdate

from kim_app.data_protection.accesses import name_deputies, openings
from kim_app.roles import DATA_PROTECTION_OFFICER


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
    """Return columns and rows. Raises `frappe.PermissionError` for all but the data protection officer."""
    frappe.only_for(DATA_PROTECTION_OFFICER)
    filters = frappe._dict(filters or {})
    start, end = getdate(filters.from_date or add_days(nowdate(), -7)), getdate(filters.to_date or nowdate())
    wanted = {key: filters.get(key) for key in ("user", "document_type", "document")}
    rows = openings(start, end, **wanted)
    name_deputies(rows)
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
        {"fieldname": "day", "label": _("Day"), "fieldtype": "Date", "width": 110},
        {"fieldname": "user", "label": _("User"), "fieldtype": "Link", "options": "User", "width": 240},
        {"fieldname": "documents", "label": _("Different Documents"), "fieldtype": "Int", "width": 150},
        {"fieldname": "persons", "label": _("Different Persons"), "fieldtype": "Int", "width": 150},
        {"fieldname": "openings", "label": _("Openings"), "fieldtype": "Int", "width": 110},
        {"fieldname": "evening", "label": _("Between 19 and 6 o'Clock"), "fieldtype": "Int", "width": 160},
        {"fieldname": "as_deputy", "label": _("As Deputy"), "fieldtype": "Int", "width": 110},
    ]


def _detail_columns() -> list[dict]:
    return [
        {"fieldname": "creation", "label": _("Opened On"), "fieldtype": "Datetime", "width": 170},
        {"fieldname": "user", "label": _("User"), "fieldtype": "Link", "options": "User", "width": 240},
        {"fieldname": "document_type", "label": _("Kind of Document"), "fieldtype": "Data", "width": 150},
        {"fieldname": "document", "label": _("Number"), "fieldtype": "Data", "width": 150},
        {"fieldname": "deputy_for", "label": _("Deputy For"), "fieldtype": "Data", "width": 220},
    ]
