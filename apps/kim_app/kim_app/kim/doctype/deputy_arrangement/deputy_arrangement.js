// A deputy arrangement offers case managers only.
frappe.ui.form.on("Deputy Arrangement", {
	setup(frm) {
		["absent_user", "deputy"].forEach((fieldname) =>
			frm.set_query(fieldname, () => ({ query: "kim_app.api.case.case_managers" }))
		);
	},
});
