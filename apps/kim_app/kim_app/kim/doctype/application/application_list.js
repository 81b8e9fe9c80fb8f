// Who came first stands first; the colour says what is due.

frappe.listview_settings["Application"] = {
	add_fields: ["workflow_state", "due_on"],

	onload(listview) {
		// Only clerks read the day of receipt.
		if (frappe.perm.get_perm("Application")[1]?.read && !listview.view_user_settings?.sort_by) {
			listview.sort_by = "received_on";
			listview.sort_order = "asc";
			listview.sort_selector?.set_value("received_on", "asc");
		}
	},

	formatters: {
		due_on(value, df, doc) {
			const stopped = ["Granted", "Refused", "Withdrawn", "Discontinued", "Certificate Handed Over", "Suspended"];
			const text = frappe.datetime.str_to_user(value) || "";
			if (!value || stopped.includes(doc.workflow_state)) {
				return text;
			}
			const days = frappe.datetime.get_day_diff(value, frappe.datetime.get_today());
			const colour = days < 0 ? "red" : days <= frappe.boot.kim_application_warning_days ? "orange" : "green";
			return `<span class="indicator-pill no-indicator-dot ${colour}">${text}</span>`;
		},
	},
};
