// Network coverage: what stands below the languages; a number opens the entries behind it.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Network Coverage"] = {
	filters: [
		{
			...kim.reports.choice("measure", __("Below Languages"), ["Free Places", "Offers", "Actors"], "Free Places"),
			reqd: 1,
		},
		{ fieldname: "place", label: __("Town or Postal Code"), fieldtype: "Data" },
		kim.reports.choice("engagement", __("Engagement"), ["", "Full-time", "Volunteer"]),
		{ fieldname: "confirmed_only", label: __("Confirmed Only"), fieldtype: "Check" },
	],

	formatter(value, row, column, data, standard) {
		const text = kim.reports.formatter(value, row, column, data, standard);
		const late = column.fieldname === "unconfirmed" && value;
		return late ? `<span class="bold text-danger">${text}</span>` : text;
	},
};
