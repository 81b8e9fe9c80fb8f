"""The register of what was passed on to authorities, with its legal basis (Art. 5 (2), 15 (1) c, 30 GDPR)."""

import frappe
from frappe import _
from frappe.utils import add_months, nowdate

from kim_app.network.disclosures import foreigners_offices
from kim_app.reports import column
from kim_app.roles import DATA_PROTECTION_OFFICER

FIELDS = (
    "name", "disclosed_on", "recipient", "recipient_text", "purpose", "legal_basis", "consent", "office", "person",
)  # fmt: skip


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
    """Return columns and rows. Raises `frappe.PermissionError` for all but the data protection officer."""
    frappe.only_for(DATA_PROTECTION_OFFICER)
    filters = frappe._dict(filters or {})
    between = (filters.from_date or add_months(nowdate(), -12), filters.to_date or nowdate())
    wanted = {"disclosed_on": ("between", between)}
    if filters.foreigners_office_only:
        wanted["recipient"] = ("in", foreigners_offices() or [""])
    rows = frappe.get_list("Disclosure", filters=wanted, fields=FIELDS, order_by="disclosed_on desc", limit=0)
    for row in rows:
        row.recipient = row.recipient or row.recipient_text
        row.office = _(row.office)
    return _columns(), rows


def _columns() -> list[dict]:
    return [
        column("disclosed_on", _("Disclosed On"), "Date", 110),
        column("recipient", _("Recipient"), width=220),
        column("purpose", _("Purpose"), width=200),
        column("legal_basis", _("Legal Basis"), width=220),
        column("consent", _("Consent"), "Link", 110, options="Consent"),
        column("office", _("Passed On By")),
        column("person", _("Person"), width=110),
        column("name", _("Number"), "Link", 110, options="Disclosure"),
    ]
