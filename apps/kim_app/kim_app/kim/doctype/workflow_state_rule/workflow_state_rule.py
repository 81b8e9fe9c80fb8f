"""Who is in charge in a state of a workflow, and how long it may take."""

from frappe.model.document import Document


class WorkflowStateRule(Document):
    """Workflow State Rule: a row that `kim_app.workflow_rules` checks with its workflow."""
