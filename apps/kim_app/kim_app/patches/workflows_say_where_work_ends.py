"""Workflows say in their rules in which states the work is done; an earlier release had no such rules."""

import frappe

from kim_app.setup.fields import give_fields
from kim_app.setup.workflows import MODULES, ends


def execute() -> None:
    """Give the rules to those shipped workflows that have none yet, for the states that they still have."""
    give_fields()
    for module in MODULES:
        name = f"KIM {module.DOCTYPE}"
        if frappe.db.exists("Workflow", name) and not frappe.db.exists("Workflow State Rule", {"parent": name}):
            _give(frappe.get_doc("Workflow", name), ends(module))


def _give(workflow: "frappe.Document", rules: list[dict]) -> None:
    states = {row.state for row in workflow.states}
    for rule in rules:
        if rule["state"] in states:
            # The rows alone: an administrator's workflow is not saved anew by an update.
            workflow.append("kim_state_rules", rule).db_insert()
    frappe.clear_document_cache("Workflow", workflow.name)
