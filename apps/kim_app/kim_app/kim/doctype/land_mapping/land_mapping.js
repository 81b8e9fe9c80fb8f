// Land Mapping: takes the values over from the statistic, and hands out the file for the Land.

const LAND_EXPORT = "kim_app.api.land_export";

frappe.ui.form.on("Land Mapping", {
	refresh(frm) {
		frm.set_df_property("codes", "cannot_add_rows", true);
		if (!frm.doc.statistic || !frappe.model.can_read("Statistic")) return;
		frm.add_custom_button(__("Take Over Labels"), () => take_over_labels(frm));
		if (!frm.is_new()) frm.add_custom_button(__("File for the Land"), download);
	},

	statistic: (frm) => frm.refresh(),
});

// New values get a row, known ones their present label; codes stay.
async function take_over_labels(frm) {
	const found = await frappe.xcall(`${LAND_EXPORT}.labels`, { statistic: frm.doc.statistic });
	const place = (row) => JSON.stringify([row.dimension, row.value || ""]);
	const known = Object.fromEntries((frm.doc.codes || []).map((row) => [place(row), row]));
	found.forEach((row) => {
		const there = known[place(row)];
		there ? Object.assign(there, { label: row.label }) : frm.add_child("codes", row);
	});
	frm.refresh_field("codes");
	frm.dirty();
}

// Asked first: a refusal stands in a message then, and not on a page of its own.
async function download() {
	await frappe.xcall(`${LAND_EXPORT}.check`);
	window.open(`/api/method/${LAND_EXPORT}.download`);
}
