"""What the Desk asks about measures. Every call asks for rights first."""

from typing import Any

import frappe

from kim_app.cooperation import measure_figures
from kim_app.permissions.named import named


@frappe.whitelist()
def figures(measure: str) -> dict[str, Any]:
    """Return the figures of the barrier before the measure was due and since; numbers that tell of few are hidden.

    Raises `frappe.PermissionError` unless the user may read the measure and is told how counselling goes.
    """
    return measure_figures.figures(named("Measure", measure))
