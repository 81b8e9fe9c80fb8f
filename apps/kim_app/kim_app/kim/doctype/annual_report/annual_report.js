// The annual report: what it says beside the figures; the figures are seen on the screen and on paper.

frappe.ui.form.on("Annual Report", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Show Figures"), () => {
			const { year, audience } = frm.doc;
			frappe.set_route("query-report", "Annual Report", { year, audience });
		});
		frm.add_custom_button(__("Print"), () => frm.print_doc());
	},
});
