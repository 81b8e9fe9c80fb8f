// Barriers: those that say the same are gathered in one.

frappe.listview_settings["Barrier"] = {
	add_fields: ["occurrence_count", "merged_into"],

	onload(list) {
		if (!frappe.model.can_write("Barrier")) return;
		list.page.add_actions_menu_item(__("Gather in One Barrier"), () => gather(list), true);
	},
};

function gather(list) {
	const rows = list.get_checked_items();
	if (rows.length < 2) {
		frappe.msgprint(__("Please choose at least two barriers."));
		return;
	}
	const options = rows.map((row) => ({ value: row.name, label: `${row.name}: ${row.title}` }));
	frappe.prompt(
		{ fieldname: "into", label: __("Gather In"), fieldtype: "Select", options, default: rows[0].name, reqd: 1 },
		async ({ into }) => {
			await frappe.xcall("kim_app.api.barrier.gather", { barriers: rows.map((row) => row.name), into });
			list.clear_checked_items();
			list.refresh();
		},
		__("Gather in One Barrier"),
		__("Gather")
	);
}
