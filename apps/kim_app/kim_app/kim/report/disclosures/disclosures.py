"""The register of what was passed on to authorities, with its legal basis (Art. 5 (2), 15 (1) c, 30 GDPR)."""

import frappe
from frappe import _
from frappe.utils import add_months, nowdate

from kim_app.roles import DATA_PROTECTION_OFFICER

FIELDS = (
    "name", "disclosed_on", "recipient", "recipient_text", "purpose", "legal_basis", "consent", "office", "person",
)  # fmt: skip
FOREIGNERS_OFFICE = "abh"


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
    """Return columns and rows. Raises `frappe.PermissionError` for all but the data protection officer."""
    frappe.only_for(DATA_PROTECTION_OFFICER)
    filters = frappe._dict(filters or {})
    between = (filters.from_date or add_months(nowdate(), -12), filters.to_date or nowdate())
    wanted = {"disclosed_on": ("between", between)}
    if filters.foreigners_office_only:
        actors = frappe.get_all("Actor", filters={"actor_type": FOREIGNERS_OFFICE}, pluck="name")
        wanted["recipient"] = ("in", actors)
    rows = frappe.get_list("Disclosure", filters=wanted, fields=FIELDS, order_by="disclosed_on desc", limit=0)
    return _columns(), [{**row, "recipient": row.recipient or row.recipient_text} for row in rows]


def _columns() -> list[dict]:
    return [
        {"fieldname": "disclosed_on", "label": _("Disclosed On"), "fieldtype": "Date", "width": 110},
        {"fieldname": "recipient", "label": _("Recipient"), "fieldtype": "Data", "width": 220},
        {"fieldname": "purpose", "label": _("Purpose"), "fieldtype": "Data", "width": 200},
        {"fieldname": "legal_basis", "label": _("Legal Basis"), "fieldtype": "Data", "width": 220},
        {"fieldname": "consent", "label": _("Consent"), "fieldtype": "Link", "options": "Consent", "width": 110},
        {"fieldname": "office", "label": _("Passed On By"), "fieldtype": "Data", "width": 150},
        {"fieldname": "person", "label": _("Person"), "fieldtype": "Data", "width": 110},
        {"fieldname": "name", "label": _("Number"), "fieldtype": "Link", "options": "Disclosure", "width": 110},
    ]
