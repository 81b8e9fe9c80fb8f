// Who opened documents, by user and day; the number of openings shows each of them.

frappe.query_reports["Access Log"] = {
	filters: [
		{ fieldname: "from_date", label: __("From"), fieldtype: "Date", default: frappe.datetime.add_days(frappe.datetime.get_today(), -7), reqd: 1 },
		{ fieldname: "to_date", label: __("Until"), fieldtype: "Date", default: frappe.datetime.get_today(), reqd: 1 },
		{ fieldname: "user", label: __("User"), fieldtype: "Link", options: "User" },
		{ fieldname: "document", label: __("Number"), fieldtype: "Data" },
		{ fieldname: "details", label: __("Each Opening"), fieldtype: "Check" },
	],

	onload(report) {
		report.page.wrapper.on("click", "[data-openings]", ({ currentTarget }) => {
			const { day, user } = currentTarget.dataset;
			report.set_filter_value({ from_date: day, to_date: day, user, details: 1 });
		});
	},

	formatter(value, row, column, data, standard) {
		const text = standard(value, row, column, data);
		if (column.fieldname !== "openings" || !data) return text;
		const [day, user] = [data.day, data.user].map((word) => frappe.utils.escape_html(word));
		return `<button class="btn btn-link p-0" style="text-decoration: underline; font-size: inherit" data-openings
			title="${__("Each Opening")}" data-day="${day}" data-user="${user}">${text}</button>`;
	},
};
