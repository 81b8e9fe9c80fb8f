"""What the Desk asks about meetings. Every call asks for rights first."""

import frappe
from frappe import _

from kim_app.cooperation import meetings


@frappe.whitelist(methods=["POST"])
def measure_from_decision(
    meeting: str,
    decision: str,
    barrier: str | None = None,
    responsible_type: str | None = None,
    responsible: str | None = None,
    due_on: str | None = None,
) -> str:
    """Make a measure of a decision, given by the name of its row, and return the measure.

    The last four arguments complete what the decision leaves open. Raises `frappe.PermissionError` unless the user
    may change the meeting, read the barrier and enter measures.
    """
    frappe.has_permission("Meeting", "write", meeting, throw=True)
    frappe.has_permission("Measure", "create", throw=True)
    if barrier:
        frappe.has_permission("Barrier", "read", barrier, throw=True)
    doc = frappe.get_doc("Meeting", meeting)
    row = next((row for row in doc.decisions if row.name == decision), None)
    if not row:
        frappe.throw(_("This meeting has no such decision."), frappe.DoesNotExistError)
    chosen = {"barrier": barrier, "responsible_type": responsible_type, "responsible": responsible, "due_on": due_on}
    return meetings.measure_from(doc, row, **chosen).name
