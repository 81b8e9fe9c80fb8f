"""What the Desk asks about measures. Every call asks for rights first."""

from typing import Any

import frappe

from kim_app.cooperation import measure_figures


@frappe.whitelist()
def figures(measure: str) -> dict[str, Any]:
    """Return the figures of the barrier before the measure was due and since; numbers that tell of few are hidden.

    Raises `frappe.PermissionError` unless the user may read the measure and is told how counselling goes.
    """
    if not frappe.has_permission("Measure", "read") or not frappe.db.exists("Measure", measure):
        raise frappe.PermissionError
    doc = frappe.get_doc("Measure", measure)
    doc.check_permission("read")
    return measure_figures.figures(doc)
