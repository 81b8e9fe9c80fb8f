"""Reopening a case needs the right “KIM Reopening” now; a workflow that an administrator changed stays as it is."""

import frappe

from kim_app.setup.workflows.case import MAY_REOPEN

WORKFLOW = "KIM Case"


def execute() -> None:
    """Set the condition of the shipped transitions, or say why not."""
    if not frappe.db.exists("Workflow", WORKFLOW):
        return
    workflow = frappe.get_doc("Workflow", WORKFLOW)
    rows = [row for row in workflow.transitions if row.action == "Reopen" and not row.condition]
    if rows and frappe.db.exists("Version", {"ref_doctype": "Workflow", "docname": WORKFLOW}):
        print(f"Workflow {WORKFLOW} was changed here and stays: give “Reopen” a condition if it is to be a right.")
        return
    for row in rows:
        row.condition = MAY_REOPEN
    if rows:
        workflow.save()
