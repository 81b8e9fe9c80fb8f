// Offer: what stands here is as good as its last confirmation.
frappe.ui.form.on("Offer", {
	setup(frm) {
		frm.set_query("actor", () => ({ filters: { active: 1 } }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		if (!frm.perm[0]?.write) frm.add_custom_button(__("Suggest a Change"), () => kim.directory.suggest_change(frm));
		const ended = frm.doc.valid_until && frm.doc.valid_until < frappe.datetime.get_today();
		if (ended) frm.set_intro(__("This offer has ended and is no longer found."), "orange");
	},
});
