"""What the Desk asks about annual reports. Rights are asked first."""

from typing import Any

import frappe

from kim_app.figures.annual import keeping
from kim_app.permissions.named import named


@frappe.whitelist()
def figures(name: str) -> dict[str, Any]:
    """Return the pages of an annual report with their numbers, and a notice that says whether they are final.

    They are computed for a draft, and those of the day on which it was handed in from then on; small numbers are hidden
    for everybody. Raises `frappe.PermissionError` unless the user may read the report.
    """
    return keeping.sheet_of(named("Annual Report", name))
