// Asks for the comment that a step of a workflow demands, before the step is taken.
frappe.provide("kim.workflow");

kim.workflow.ask_for_comment = function (frm) {
	frappe.dom.unfreeze();
	// Whoever closes the dialog does not take the step: nothing waits for the promise but the step itself.
	return new Promise((resolve) => {
		let written = false;
		const dialog = new frappe.ui.Dialog({
			title: __("Comment on “{0}”", [__(frm.selected_workflow_action)]),
			fields: [
				{
					fieldname: "comment",
					fieldtype: "Small Text",
					label: __("Comment"),
					reqd: 1,
					description: __("It stays below the form, for everybody who may read the document."),
				},
			],
			primary_action_label: __("Save and Continue"),
			async primary_action({ comment }) {
				await frappe.xcall("frappe.desk.form.utils.add_comment", {
					reference_doctype: frm.doctype,
					reference_name: frm.docname,
					content: frappe.utils.escape_html(comment),
					comment_email: frappe.session.user,
					comment_by: frappe.session.user_fullname,
				});
				written = true;
				dialog.hide();
			},
		});
		dialog.onhide = () => {
			if (!written) return;
			frappe.dom.freeze();
			resolve();
		};
		dialog.show();
	});
};

kim.workflow.before_step = async function (frm) {
	const wanted = await frappe.xcall("kim_app.api.workflow.needs_comment", {
		doctype: frm.doctype,
		name: frm.docname,
		action: frm.selected_workflow_action,
	});
	if (wanted) await kim.workflow.ask_for_comment(frm);
};

// The file comes along with each form that uses it, and is to act once.
if (!kim.workflow.is_on) {
	kim.workflow.is_on = true;
	frappe.ui.form.on("*", { before_workflow_action: kim.workflow.before_step });
}
