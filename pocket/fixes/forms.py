"""Forms: workflow actions for everybody, live comments without a footer, an import's end told when it is there."""

from pocket.fixes.registry import Fix

actions = Fix("workflow-actions", "an action does nothing for all but admins: it asks the server for the Workflow")
actions.edit(
    "frappe/public/js/frappe/form/workflow.js",
    """						frappe.db
							.get_value(
								"Workflow",
								{ document_type: me.frm.doctype },
								"enable_action_confirmation"
							)
							.then((r) => {""",
    """						// The form came with its workflow; nobody needs a right of his own to read it.
						Promise.resolve({ message: frappe.workflow.workflows[me.frm.doctype] || {} })
							.then((r) => {""",
)

comments = Fix("form-without-footer", "a script stops when a comment arrives live on a form that has no footer")
comments.edit(
    "frappe/public/js/frappe/form/form.js",
    "this.footer.refresh_comments_count();",
    "this.footer?.refresh_comments_count();",
)

imports = Fix("import-end", "the page of an import is told of the end before it is stored, and shows a partial success")
imports.edit(
    "frappe/core/doctype/data_import/data_import.py",
    'frappe.publish_realtime("data_import_refresh", {"data_import": data_import.name})',
    'frappe.publish_realtime("data_import_refresh", {"data_import": data_import.name}, after_commit=True)',
)
