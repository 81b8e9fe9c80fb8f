"""Notices that practice needs, such as that a § 104c holder gets no Fiktionswirkung for another title."""

from typing import Any

import frappe
from frappe.model.document import Document

from kim_app.applications.checklist import in_force
from kim_app.applications.conditions import applies
from kim_app.applications.facts import facts_of


def set_notices(doc: Document) -> None:
    """Write the notices that concern the application, one a line; one whose facts are unknown is left out."""
    facts = facts_of(doc)
    rows = (row for row in active_notices() if in_force(row, doc.received_on))
    doc.notices = "\n".join(_line(row) for row in rows if applies(row.applies_if, facts))


def active_notices() -> list[Any]:
    """Return the notices that the city uses, in their order."""
    fields = ["name", "label", "message", "legal_basis", "applies_if", "valid_from", "valid_until"]
    return frappe.get_all("Legal Notice", filters={"active": 1}, fields=fields, order_by="sort_order, name")


def _line(row: Any) -> str:
    message = " ".join(row.message.split())
    basis = f" ({row.legal_basis})" if row.legal_basis else ""
    return f"{row.label}: {message}{basis}"
