// What KIM's reports share: the period, the list behind a number, and the row of totals.

frappe.provide("kim.reports");

Object.assign(kim.reports, {
	period() {
		const now = new Date().getFullYear();
		const years = ["", ...Array.from({ length: 6 }, (_row, ago) => String(now - ago))];
		return [
			{ fieldname: "year", label: __("Year"), fieldtype: "Select", options: years },
			{ fieldname: "quarter", label: __("Quarter"), fieldtype: "Select", options: ["", "Q1", "Q2", "Q3", "Q4"] },
		];
	},

	choice(fieldname, label, values, initial) {
		const options = values.map((value) => ({ value, label: __(value) }));
		return { fieldname, label, fieldtype: "Select", options, default: initial };
	},

	// What an address has room for: more names are handed to the list by the click.
	MOST_IN_ADDRESS: 120,

	// The list asks for the reader's rights; whoever may not see it is given no link at all.
	link(found, text) {
		const path = frappe.utils.get_form_link(found.doctype, "");
		const title = frappe.utils.escape_html(__("Open the list behind this number"));
		if (found.names.length > kim.reports.MOST_IN_ADDRESS) {
			return `<button class="btn btn-link p-0" style="text-decoration: underline; font-size: inherit" title="${title}"
				data-kim-list="${found.doctype}" data-kim-names="${found.names.join("\n")}">${text}</button>`;
		}
		const one = found.names.length === 1 && encodeURIComponent(found.names[0]);
		const several = `view/list?name=${encodeURIComponent(JSON.stringify(["in", found.names]))}`;
		return `<a style="text-decoration: underline" href="${path}${one || several}" title="${title}">${text}</a>`;
	},

	formatter(value, row, column, data, standard) {
		const mixed = column.fieldtype === "Data" && typeof value === "number";
		const kind = Number.isInteger(value) ? "Int" : "Float";
		const field = mixed ? { ...column, fieldtype: kind, precision: 1 } : column;
		let text = value == null ? "" : standard(value, row, field, data);
		const found = data?.behind?.[column.fieldname];
		if (found && value) text = kim.reports.link(found, text);
		return data?.bold ? `<b>${text}</b>` : text;
	},

	// The numbers above a table open their lists as those within it do.
	after_datatable_render() {
		const { $summary, raw_data } = frappe.query_report;
		(raw_data.report_summary || []).forEach((each, place) => {
			const value = $summary.find(".summary-item").eq(place).find(".summary-value");
			if (each.behind && !value.has("a, button").length) value.html(kim.reports.link(each.behind, value.html()));
		});
	},
});

$(document)
	.off("click.kim-list")
	.on("click.kim-list", "[data-kim-list]", ({ currentTarget }) => {
		const { kimList, kimNames } = currentTarget.dataset;
		frappe.set_route("List", kimList, "List", { name: ["in", kimNames.split("\n")] });
	});
