// Deadlines: late in red, the coming week in orange; one click opens the document.

frappe.query_reports["Deadlines"] = {
	filters: [
		{
			fieldname: "until",
			label: __("Until"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), 60),
			reqd: 1,
		},
		{
			fieldname: "document_type",
			label: __("Kind"),
			fieldtype: "Select",
			options: ["", "Application", "Case", "Person", "Referral", "Measure"].map((value) => ({ value, label: __(value) })),
		},
		{ fieldname: "only_mine", label: __("Only Mine"), fieldtype: "Check", default: 1 },
	],

	formatter(value, row, column, data, standard) {
		const shown = standard(value, row, column, data);
		if (column.fieldname === "what" && data) {
			return frappe.utils.get_form_link(data.document_type, data.document, true, frappe.utils.escape_html(data.what));
		}
		if (column.fieldname !== "days" || !data) return shown;
		const color = data.days < 0 ? "red" : data.days <= 7 ? "orange" : "blue";
		return `<span class="indicator-pill ${color} no-indicator-dot">${data.days}</span>`;
	},
};
