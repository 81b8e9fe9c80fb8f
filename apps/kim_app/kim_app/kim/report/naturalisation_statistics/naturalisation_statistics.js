// The yearly file: the year, the kind of row, and the download.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Naturalisation Statistics"] = {
	filters: [
		{
			fieldname: "year",
			label: __("Reporting Year"),
			fieldtype: "Int",
			reqd: 1,
			default: new Date().getFullYear() - 1,
		},
		{
			fieldname: "record_kind",
			label: __("Kind of Row"),
			fieldtype: "Select",
			options: ["", "Application", "Completion", "Naturalisation"].map((value) => ({ value, label: __(value) })),
		},
	],

	after_datatable_render: kim.reports.after_datatable_render,

	onload(report) {
		const download = (with_gaps) =>
			open_url_post("/api/method/kim_app.api.application.naturalisation_file", {
				year: report.get_filter_value("year"),
				with_gaps,
			});
		report.page.add_inner_button(__("Download File"), () => {
			const gaps = (report.data || []).some((row) => row.missing_text);
			if (gaps) {
				frappe.confirm(__("Some rows are not complete. Download the file nevertheless?"), () => download(1));
			} else {
				download(0);
			}
		});
	},

	formatter(value, row, column, data, default_formatter) {
		const text = default_formatter(value, row, column, data);
		return column.fieldname === "missing_text" && value ? `<span class="text-danger">${text}</span>` : text;
	},
};
