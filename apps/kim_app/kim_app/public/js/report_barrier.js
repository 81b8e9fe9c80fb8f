// Reports a barrier from a meeting: it names the meeting, and the one case of a case conference.
frappe.ui.form.on("Meeting", {
	refresh(frm) {
		if (frm.is_new() || !frappe.model.can_create("Barrier")) return;
		frm.add_custom_button(__("Report a Barrier"), () => report_from_meeting(frm));
	},
});

async function report_from_meeting(frm) {
	frappe.new_doc("Barrier", await frappe.xcall("kim_app.api.barrier.draft_from_meeting", { meeting: frm.doc.name }));
}
