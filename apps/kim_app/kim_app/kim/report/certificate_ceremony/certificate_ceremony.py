"""Granted naturalisations whose certificate waits to be handed over: the list for the ceremony."""

from typing import Any

from frappe import _

from kim_app.applications.figures import certificates_to_hand_over, require_clerk


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns and rows. Raises `frappe.PermissionError` for anybody but a clerk."""
    require_clerk()
    return _columns(), certificates_to_hand_over()


def _columns() -> list[dict[str, Any]]:
    return [
        {"fieldname": "person_name", "label": _("Name of Person"), "fieldtype": "Data", "width": 220},
        {"fieldname": "birth_date", "label": _("Date of Birth"), "fieldtype": "Date", "width": 120},
        {"fieldname": "place_of_birth", "label": _("Place of Birth"), "fieldtype": "Data", "width": 150},
        {
            "fieldname": "nationality",
            "label": _("Nationality"),
            "fieldtype": "Link",
            "options": "Country",
            "width": 140,
        },
        {"fieldname": "name", "label": _("Application"), "fieldtype": "Link", "options": "Application", "width": 150},
        {"fieldname": "decided_on", "label": _("Granted On"), "fieldtype": "Date", "width": 120},
        # Left empty for the signature on the printed list.
        {"fieldname": "signature", "label": _("Certificate Received (Signature)"), "fieldtype": "Data", "width": 260},
    ]
