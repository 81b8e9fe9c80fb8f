// Measures and effects: what is overdue stands out; a title opens the measure or the barrier.

{% include "kim_app/public/js/reports.js" %}

frappe.query_reports["Measures and Effects"] = {
	filters: [
		{ fieldname: "barrier", label: __("Barrier"), fieldtype: "Link", options: "Barrier" },
		{ fieldname: "category", label: __("Category"), fieldtype: "Link", options: "Barrier Category" },
		kim.reports.choice("effect", __("Effect"), ["", "Yes", "Partly", "No", "Not Checked"]),
		{ fieldname: "open_only", label: __("Not Done Only"), fieldtype: "Check" },
	],
	after_datatable_render: kim.reports.after_datatable_render,

	formatter(value, row, column, data, standard) {
		const found = data?.behind?.[column.fieldname];
		if (found && column.fieldtype === "Data") return kim.reports.link(found, frappe.utils.escape_html(value));
		const text = kim.reports.formatter(value, row, column, data, standard);
		if (column.fieldname === "due_on" && data?.overdue) return `<span class="bold text-danger">${text}</span>`;
		if (column.fieldname !== "effect_in_words") return text;
		const color = { Yes: "green", Partly: "orange", No: "red" }[data?.effect] || "gray";
		return `<span class="indicator-pill ${color} no-indicator-dot">${text}</span>`;
	},
};
