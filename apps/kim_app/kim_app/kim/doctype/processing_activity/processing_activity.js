// Processing Activity: the kinds of document to choose from are those in which the system finds personal data.

frappe.ui.form.on("Processing Activity", {
	async onload(frm) {
		const kinds = await frappe.xcall("kim_app.api.data_protection.kinds_with_personal_data");
		frm.fields_dict.documents.grid.update_docfield_property("document_type", "options", ["", ...kinds]);
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Data Protection Register"), () => {
			frappe.set_route("query-report", "Data Protection Register", { activity: frm.doc.name });
		});
	},
});
