// The directory: what nobody confirmed lately is marked and can be filtered.
frappe.listview_settings.Actor = {
	add_fields: ["verified_on", "active"],
	get_indicator(doc) {
		if (!doc.active) return [__("Inactive"), "gray", "active,=,0"];
		const limit = kim.directory.limit();
		if (kim.directory.is_unconfirmed(doc.verified_on)) {
			return [__("Not Confirmed for {0} Months", [kim.directory.months()]), "orange", `verified_on,<,${limit}`];
		}
		return [__("Confirmed"), "green", `verified_on,>=,${limit}`];
	},
	onload(list) {
		list.page.add_inner_button(__("To Be Confirmed"), () => {
			list.filter_area
				.clear()
				.then(() => list.filter_area.add([
					["Actor", "active", "=", 1],
					["Actor", "verified_on", "<", kim.directory.limit()],
				]));
		});
	},
};
