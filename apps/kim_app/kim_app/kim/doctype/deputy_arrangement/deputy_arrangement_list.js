// The list of arrangements: which one counts today.
frappe.listview_settings["Deputy Arrangement"] = {
	add_fields: ["starts_on", "ends_on"],
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.ends_on < today) return [__("Over"), "gray", `ends_on,<,${today}`];
		if (doc.starts_on > today) return [__("To Come"), "blue", `starts_on,>,${today}`];
		return [__("In Force"), "green", `starts_on,<=,${today}|ends_on,>=,${today}`];
	},
};
