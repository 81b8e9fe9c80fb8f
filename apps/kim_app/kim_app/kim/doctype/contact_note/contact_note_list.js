// The list of contact notes: what is confidential shows.
frappe.listview_settings["Contact Note"] = {
	add_fields: ["confidential"],
	get_indicator(doc) {
		return doc.confidential
			? [__("Confidential"), "orange", "confidential,=,1"]
			: [__("Open to Those on the Case"), "gray", "confidential,=,0"];
	},
};
