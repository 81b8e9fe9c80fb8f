// Measures: open ones by their due date, done ones by their effect.

frappe.listview_settings["Measure"] = {
	add_fields: ["progress", "due_on", "effect"],
	hide_name_column: true, // the date has its place

	get_indicator(doc) {
		if (doc.effect) {
			const colour = { Yes: "green", Partly: "orange", No: "red" }[doc.effect];
			return [__("Effect: {0}", [__(doc.effect)]), colour, `effect,=,${doc.effect}`];
		}
		if (doc.progress >= 100) return [__("To Be Checked"), "blue", "progress,=,100"];
		const overdue = doc.due_on < frappe.datetime.get_today();
		return overdue ? [__("Overdue"), "red", "progress,<,100"] : [__("In Progress"), "yellow", "progress,<,100"];
	},
};
