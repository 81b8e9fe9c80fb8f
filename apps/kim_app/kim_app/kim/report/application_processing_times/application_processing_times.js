// Filters of the processing times; a number opens the applications behind it.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Application Processing Times"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("By"),
			fieldtype: "Select",
			reqd: 1,
			default: "application_type",
			options: [
				{ value: "application_type", label: __("Type of Application") },
				{ value: "clerk", label: __("Clerk") },
				{ value: "quarter", label: __("Quarter") },
			],
		},
		{
			fieldname: "from_date",
			label: __("Decided From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{ fieldname: "to_date", label: __("Decided Until"), fieldtype: "Date", default: frappe.datetime.get_today() },
	],
	formatter: kim.reports.formatter,
	after_datatable_render: kim.reports.after_datatable_render,
};
