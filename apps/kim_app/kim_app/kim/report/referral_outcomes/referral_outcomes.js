// Referral outcomes: by whom or what they are put together; a number opens the referrals behind it.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Referral Outcomes"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("By"),
			fieldtype: "Select",
			reqd: 1,
			default: "life_area",
			options: [
				{ value: "life_area", label: __("Life Area") },
				{ value: "actor", label: __("Actor") },
				{ value: "actor_type", label: __("Type of Actor") },
			],
		},
		...kim.reports.period(),
		{ fieldname: "actor", label: __("Actor"), fieldtype: "Link", options: "Actor" },
		{ fieldname: "life_area", label: __("Life Area"), fieldtype: "Link", options: "Life Area" },
	],
	formatter: kim.reports.formatter,
};
