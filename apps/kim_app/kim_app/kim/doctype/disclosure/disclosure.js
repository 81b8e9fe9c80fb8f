// Disclosure: each side enters what it passed on itself.
const OFFICES = {
	"KIM Foreigners Office Clerk": "Foreigners Office",
	"KIM Naturalisation Clerk": "Naturalisation Office",
};

frappe.ui.form.on("Disclosure", {
	setup(frm) {
		frm.set_query("consent", () => ({ filters: { person: frm.doc.person } }));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		const role = Object.keys(OFFICES).find((name) => frappe.user.has_role(name));
		if (role && !frappe.user.has_role("KIM Case Manager")) frm.set_value("office", OFFICES[role]);
	},

	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("A disclosure cannot be changed or deleted later. A mistake is corrected by a further entry."), "blue");
		}
	},
});
