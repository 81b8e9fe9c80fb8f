// Data Protection Register: an activity opens its record; what is missing stands out; prints by activity.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Data Protection Register"] = {
	filters: [
		{ fieldname: "activity", label: __("Processing Activity"), fieldtype: "Link", options: "Processing Activity" },
		{ fieldname: "special_only", label: __("Special Categories Only"), fieldtype: "Check" },
		{ fieldname: "gaps_only", label: __("Missing Only"), fieldtype: "Check" },
	],
	after_datatable_render: kim.reports.after_datatable_render,

	formatter(value, row, column, data, standard) {
		const found = data?.behind?.[column.fieldname];
		if (found) return kim.reports.link(found, frappe.utils.escape_html(value));
		const text = kim.reports.formatter(value, row, column, data, standard);
		if (column.fieldname === "missing" && value) return `<span class="bold text-danger">${text}</span>`;
		if (column.fieldname === "records" && data?.document_type && frappe.model.can_read(data.document_type)) {
			return `<a style="text-decoration: underline" href="${frappe.utils.get_form_link(data.document_type, "")}">${text}</a>`;
		}
		return text;
	},
};
