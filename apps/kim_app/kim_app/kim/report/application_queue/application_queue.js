// Filters of the queue; what is overdue stands out.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Application Queue"] = {
	filters: [
		{ fieldname: "application_type", label: __("Type of Application"), fieldtype: "Link", options: "Application Type" },
		{ fieldname: "clerk", label: __("Clerk"), fieldtype: "Link", options: "User" },
		{
			fieldname: "waits_for",
			label: __("Waits For"),
			fieldtype: "Select",
			options: ["", "Own Office", "Papers", "Authority", "Suspension"].map((value) => ({ value, label: __(value) })),
		},
		{ fieldname: "weeks", label: __("Waits at Least Weeks"), fieldtype: "Int" },
		{
			fieldname: "complete",
			label: __("Papers Complete"),
			fieldtype: "Select",
			options: ["", "Yes", "No"].map((value) => ({ value, label: __(value) })),
		},
	],
	after_datatable_render: kim.reports.after_datatable_render,

	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		const overdue = column.fieldname === "due_on" && data?.due_on && data.due_on < frappe.datetime.get_today();
		return overdue ? `<span class="text-danger bold">${text}</span>` : text;
	},
};
