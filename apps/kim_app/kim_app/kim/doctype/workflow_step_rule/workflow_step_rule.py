"""Who may take a step of a workflow, and what must be there."""

from frappe.model.document import Document


class WorkflowStepRule(Document):
    """Workflow Step Rule: a row that `kim_app.workflow_rules` checks with its workflow."""
