// Barriers: each by itself or put together; a number opens the barriers or measures behind it.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Barriers"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("By"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("Each Barrier") },
				{ value: "category", label: __("Category") },
				{ value: "level", label: __("Level") },
				{ value: "workflow_state", label: __("State") },
				{ value: "life_areas", label: __("Life Area") },
				{ value: "legal_circles", label: __("Legal Circle") },
			],
		},
		{ fieldname: "category", label: __("Category"), fieldtype: "Link", options: "Barrier Category" },
		kim.reports.choice("level", __("Level"), ["", "Case", "Municipality", "Land", "Federal"]),
		{ fieldname: "workflow_state", label: __("State"), fieldtype: "Link", options: "Workflow State" },
		{ fieldname: "life_area", label: __("Life Area"), fieldtype: "Link", options: "Life Area" },
		{ fieldname: "legal_circle", label: __("Legal Circle"), fieldtype: "Link", options: "Legal Circle" },
		{ fieldname: "open_only", label: __("Open Only"), fieldtype: "Check" },
	],

	formatter(value, row, column, data, standard) {
		const barriers = data?.behind?.barriers;
		if (column.fieldname !== "group" || !data?.name || !barriers) {
			return kim.reports.formatter(value, row, column, data, standard);
		}
		return kim.reports.link(barriers, frappe.utils.escape_html(value));
	},
};
