// Case flow: which cases are counted; a number opens the cases behind it.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Case Flow"] = {
	filters: [
		...kim.reports.period(),
		{ fieldname: "team", label: __("Team"), fieldtype: "Link", options: "Team" },
		{ fieldname: "life_area", label: __("Life Area"), fieldtype: "Link", options: "Life Area" },
	],
	formatter: kim.reports.formatter,
};
