// The list of offers: free places at a glance.
frappe.listview_settings.Offer = {
	add_fields: ["free_places", "valid_until", "active"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (!doc.active) return [__("Inactive"), "gray", "active,=,0"];
		if (doc.valid_until && doc.valid_until < today) return [__("Ended"), "gray", `valid_until,<,${today}`];
		if (doc.free_places > 0) return [__("Free Places"), "green", "free_places,>,0"];
		return [__("No Free Places"), "orange", "free_places,=,0"];
	},
};
