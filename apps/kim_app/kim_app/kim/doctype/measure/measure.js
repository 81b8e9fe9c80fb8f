// Measure: whoever is responsible is found by a name, and the effect is asked for when it is done.

frappe.ui.form.on("Measure", {
	setup(frm) {
		frm.set_query("responsible_type", () => ({ filters: { name: ["in", ["Actor", "User"]] } }));
		frm.set_query("barrier", () => ({ filters: { workflow_state: ["!=", "Rejected"] } }));
	},

	refresh(frm) {
		const { progress, effect, due_on } = frm.doc;
		frm.set_intro("");
		if (frm.is_new()) return;
		if (progress >= 100 && !effect) {
			frm.set_intro(__("Done. Did it help? Please check the figures of the barrier and enter the effect."), "blue");
		} else if (progress < 100 && due_on && due_on < frappe.datetime.get_today()) {
			frm.set_intro(__("This measure is overdue."), "orange");
		}
	},

	responsible_type(frm) {
		frm.set_value("responsible", "");
	},
});
