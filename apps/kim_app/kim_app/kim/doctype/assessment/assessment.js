// An assessment begins with the life areas that matter in the case, and shows how things changed.
frappe.ui.form.on("Assessment", {
	refresh(frm) {
		frm.toggle_display("section_picture", !frm.is_new());
		if (frm.is_new()) {
			begin(frm);
		} else {
			kim.cases.draw_picture(frm, "picture", frm.doc.case, frm.doc.name);
		}
	},

	case: begin,
});

async function begin(frm) {
	const filled = (frm.doc.scores || []).some((row) => row.life_area);
	if (!frm.doc.case || filled) return;
	const areas = await frappe.xcall("kim_app.api.case.assessment_start", { case: frm.doc.case });
	if (!areas.length) return;
	frm.clear_table("scores");
	areas.forEach((life_area) => frm.add_child("scores", { life_area }));
	frm.refresh_field("scores");
}
