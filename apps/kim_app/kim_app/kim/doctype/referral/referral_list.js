// The list of referrals: late answers stand out.
frappe.listview_settings.Referral = {
	add_fields: ["due_on", "workflow_state"],
	hide_name_column: false,
	formatters: {
		due_on(value, _df, doc) {
			const shown = frappe.datetime.str_to_user(value) || "";
			const late = value && doc.workflow_state === "Sent" && value <= frappe.datetime.get_today();
			return late ? `<span class="text-danger bold">${shown}</span>` : shown;
		},
	},
};
