// Caseload: one team or all, with a warning in colour.

frappe.query_reports["Caseload"] = {
	filters: [{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" }],

	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		return data?.warning && ["open_cases", "warning"].includes(column.fieldname)
			? `<span class="text-danger">${text}</span>`
			: text;
	},
};
