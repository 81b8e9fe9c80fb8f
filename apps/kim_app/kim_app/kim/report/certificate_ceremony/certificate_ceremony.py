"""Granted naturalisations whose certificate waits to be handed over: the list for the ceremony."""

from typing import Any

from frappe import _

from kim_app.applications.figures import certificates_to_hand_over, require_clerk
from kim_app.reports import column


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns and rows. Raises `frappe.PermissionError` for anybody but a clerk."""
    require_clerk()
    return _columns(), certificates_to_hand_over()


def _columns() -> list[dict[str, Any]]:
    return [
        column("person_name", _("Name of Person"), width=220),
        column("birth_date", _("Date of Birth"), "Date", 120),
        column("place_of_birth", _("Place of Birth")),
        column("nationality", _("Nationality"), "Link", 140, options="Country"),
        column("name", _("Application"), "Link", options="Application"),
        column("decided_on", _("Granted On"), "Date", 120),
        # Left empty for the signature on the printed list.
        column("signature", _("Certificate Received (Signature)"), width=260),
    ]
