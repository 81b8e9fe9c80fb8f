// Land Mapping: takes the labels over from the statistic, and hands out the file for the Land.

const LAND_EXPORT = "kim_app.api.land_export";

frappe.ui.form.on("Land Mapping", {
	refresh(frm) {
		if (!frm.doc.statistic || !frappe.model.can_read("Statistic")) return;
		frm.add_custom_button(__("Take Over Labels"), () => take_over_labels(frm));
		if (frm.is_new()) return;
		frm.add_custom_button(__("File for the Land"), download);
	},

	statistic: (frm) => frm.refresh(),
});

async function take_over_labels(frm) {
	const { row_labels } = await frappe.xcall("kim_app.api.statistic.run", { name: frm.doc.statistic });
	const known = (frm.doc.codes || []).map((row) => row.label);
	row_labels.filter((label) => !known.includes(label)).forEach((label) => frm.add_child("codes", { label }));
	frm.refresh_field("codes");
}

// Asked first: a refusal stands in a message then, and not on a page of its own.
async function download() {
	await frappe.xcall(`${LAND_EXPORT}.check`);
	window.open(`/api/method/${LAND_EXPORT}.download`);
}
