// Caseload: one team or all, with a warning in colour.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Caseload"] = {
	filters: [{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" }],

	formatter(value, row, column, data, default_formatter) {
		const text = kim.reports.formatter(value, row, column, data, default_formatter);
		return data?.warning && ["open_cases", "warning"].includes(column.fieldname)
			? `<span class="text-danger">${text}</span>`
			: text;
	},
};
