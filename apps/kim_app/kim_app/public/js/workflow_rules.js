// Offers the fields of the workflow's DocType in the tables of its rules.
frappe.provide("kim.workflow");

kim.workflow.TABLES = ["kim_step_rules", "kim_state_rules", "kim_state_tasks"];

kim.workflow.offer_fields = function (frm) {
	if (!frm.doc.document_type) return;
	frappe.model.with_doctype(frm.doc.document_type, () => {
		const fields = frappe.get_meta(frm.doc.document_type).fields;
		const linked = (target) => (field) => field.fieldtype === "Link" && field.options === target;
		kim.workflow.set_options(frm, "user_field", fields.filter(linked("User")));
		kim.workflow.set_options(frm, "team_field", fields.filter(linked("Team")));
		kim.workflow.set_options(frm, "required_field", fields.filter(kim.workflow.can_be_filled_in));
	});
};

kim.workflow.can_be_filled_in = function (field) {
	return !frappe.model.no_value_type.includes(field.fieldtype) || frappe.model.table_fields.includes(field.fieldtype);
};

kim.workflow.set_options = function (frm, fieldname, fields) {
	const options = fields.map((field) => ({
		value: field.fieldname,
		label: `${__(field.label, null, field.parent)} (${field.fieldname})`,
	}));
	for (const table of kim.workflow.TABLES) {
		const grid = frm.fields_dict[table]?.grid;
		if (grid && grid.get_docfield(fieldname)) {
			grid.update_docfield_property(fieldname, "options", [{ value: "", label: "" }, ...options]);
		}
	}
};

frappe.ui.form.on("Workflow", {
	refresh: kim.workflow.offer_fields,
	document_type: kim.workflow.offer_fields,
	setup(frm) {
		const states = () => ({ filters: { name: ["in", frm.doc.states.map((row) => row.state).filter(Boolean)] } });
		for (const table of kim.workflow.TABLES) frm.set_query("state", table, states);
	},
});
