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

	// The list asks for the reader's rights; whoever may not see it is given no link at all.
	link(found, text) {
		const slug = frappe.router.slug(found.doctype);
		const one = found.names.length === 1 && encodeURIComponent(found.names[0]);
		const several = `view/list?name=${encodeURIComponent(JSON.stringify(["in", found.names]))}`;
		const title = frappe.utils.escape_html(__("Open the list behind this number"));
		return `<a style="text-decoration: underline" href="/app/${slug}/${one || several}" title="${title}">${text}</a>`;
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
});
