"""A task that is given when a document enters a state of a workflow."""

from frappe.model.document import Document


class WorkflowStateTask(Document):
    """Workflow State Task: a row that `kim_app.workflow_rules` checks with its workflow."""
