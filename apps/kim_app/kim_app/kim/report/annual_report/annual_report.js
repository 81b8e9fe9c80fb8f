// The annual report on the screen: year, topic and for whom; the paper is the document “Annual Report”.
// A number that is underlined opens the list behind it.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Annual Report"] = {
	filters: [
		{ fieldname: "year", label: __("Year"), fieldtype: "Int", reqd: 1, default: new Date().getFullYear() },
		{
			fieldname: "topic",
			label: __("Topic"),
			fieldtype: "Link",
			options: "Report Topic",
			get_query: () => ({ filters: { active: 1 } }),
		},
		{
			fieldname: "audience",
			label: __("For Whom"),
			fieldtype: "Select",
			default: "Inside",
			options: ["Inside", "Public"].map((value) => ({ value, label: __(value) })),
		},
	],

	onload(report) {
		if (!frappe.model.can_create("Annual Report")) return;
		report.page.add_inner_button(__("Make a Report for Print"), () => {
			const { year, audience } = report.get_values();
			frappe.new_doc("Annual Report", { year, audience });
		});
	},

	formatter: kim.reports.formatter,
};
