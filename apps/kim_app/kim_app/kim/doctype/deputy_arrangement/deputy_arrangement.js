// A deputy arrangement offers case managers only, and as absent whoever left with open cases.
frappe.ui.form.on("Deputy Arrangement", {
	setup(frm) {
		const query = "kim_app.api.case.case_managers";
		frm.set_query("absent_user", () => ({ query, filters: { holders: 1 } }));
		frm.set_query("deputy", () => ({ query, filters: { but: frm.doc.absent_user } }));
	},
});
