// Statistic: rows, columns and filters are chosen from lists; the result stands below as a table and a chart.

const STATISTIC = "kim_app.api.statistic";
const COMPARISONS = {
	choice: ["in", "not in", "is"],
	date: ["timespan", "between", ">=", "<=", "is"],
	number: [">=", "<=", "="],
};
const FEW = 16; // values that stand as boxes to tick; more are looked for in a list
const TIMESPANS = ["this month", "last month", "this quarter", "last quarter", "this year", "last year"];

frappe.ui.form.on("Statistic", {
	setup(frm) {
		const filters = () => ({ roles: (frm.doc.shared_with || []).map((row) => row.role).join(",") });
		frm.set_query("shared_with", () => ({ query: `${STATISTIC}.roles` }));
		frm.set_query("workspaces", () => ({ query: `${STATISTIC}.workspaces`, filters: filters() }));
		frm.set_query("mail_to", () => ({ query: `${STATISTIC}.readers`, filters: filters() }));
	},

	async refresh(frm) {
		await offer_fields(frm);
		show_filters(frm);
		if (frm.is_new()) return;
		["xlsx", "csv", "pdf"].forEach((kind) =>
			frm.add_custom_button(kind.toUpperCase(), () => download(frm, kind), __("Download"))
		);
		await show_result(frm);
	},

	async document_type(frm) {
		["row_field", "column_field", "period_field", "measure_field", "until_field", "filters_json"].forEach((field) =>
			frm.set_value(field, "")
		);
		await offer_fields(frm);
		show_filters(frm);
	},

	measure: (frm) => offer_fields(frm),

	after_save: (frm) => frm.layout.tabs?.find((tab) => tab.df.fieldname === "tab_result")?.set_active(),
});

async function offer_fields(frm) {
	frm.kim_fields = frm.doc.document_type
		? await frappe.xcall(`${STATISTIC}.fields`, { document_type: frm.doc.document_type })
		: [];
	const of = (...kinds) => frm.kim_fields.filter((field) => kinds.includes(field.kind));
	const measured = frm.doc.measure === "Median Days" ? of("date") : of("number");
	const offers = {
		row_field: of("choice", "date"),
		column_field: of("choice", "date"),
		period_field: of("date"),
		measure_field: measured,
		until_field: of("date"),
	};
	Object.entries(offers).forEach(([fieldname, options]) => {
		frm.fields_dict[fieldname].set_data?.(options);
		frm.set_df_property(fieldname, "options", options);
		frm.refresh_field(fieldname);
	});
}

function download(frm, kind) {
	const query = new URLSearchParams({ name: frm.doc.name, kind });
	window.open(`/api/method/${STATISTIC}.download?${query}`);
}

function filters_of(frm) {
	try {
		return JSON.parse(frm.doc.filters_json || "[]").map((row) => row.slice(-3));
	} catch {
		return [];
	}
}

function set_filters(frm, filters) {
	frm.set_value("filters_json", filters.length ? JSON.stringify(filters) : "");
	show_filters(frm);
}

function label_of(frm, name) {
	return frm.kim_fields?.find((field) => field.value === name)?.label || name;
}

function comparison(operator) {
	return {
		in: __("is one of"), "not in": __("is none of"), is: __("is"), between: __("between"),
		timespan: __("lies in"), ">=": __("from"), "<=": __("up to"), "=": __("equals"), "!=": __("is not"),
		">": __("more than"), "<": __("less than"),
	}[operator];
}

async function show_filters(frm) {
	const may_change = frm.perm[0]?.write;
	const filters = filters_of(frm);
	const texts = await filters_in_words(frm);
	const $area = frm.fields_dict.filter_area.$wrapper.empty();
	if (!filters.length) $area.append(`<p class="text-muted">${__("No filter: all documents count.")}</p>`);
	for (const [number, text] of texts.entries()) {
		const $row = $(`<div class="mb-2"><span class="filter-words"></span></div>`);
		$row.find(".filter-words").text(text);
		if (may_change) {
			$(`<button class="btn btn-xs btn-default ml-2">${__("Remove")}</button>`)
				.on("click", () => set_filters(frm, filters.filter((_row, other) => other !== number)))
				.appendTo($row);
		}
		$area.append($row);
	}
	if (may_change && frm.doc.document_type) {
		$(`<button class="btn btn-xs btn-secondary mb-3">${__("Add Filter")}</button>`)
			.on("click", () => ask_for_filter(frm))
			.appendTo($area);
	}
}

function filters_in_words(frm) {
	return Promise.all(filters_of(frm).map(async ([field, operator, value]) => {
		const words = await in_words(frm, field, operator, value);
		return [label_of(frm, field), comparison(operator) || operator, words].join(" ");
	}));
}

async function in_words(frm, field, operator, value) {
	if (operator === "is") return value === "set" ? __("filled in") : __("empty");
	if (operator === "timespan") return timespan_in_words(value);
	const kind = frm.kim_fields.find((row) => row.value === field)?.kind;
	if (kind === "date") return [].concat(value).map((day) => frappe.datetime.str_to_user(day)).join(" – ");
	if (kind !== "choice") return value;
	const choices = await frappe.xcall(`${STATISTIC}.choices`, { document_type: frm.doc.document_type, field });
	return [].concat(value).map((one) => choices.find((row) => String(row.value) === String(one))?.label || one).join(", ");
}

function timespan_in_words(value) {
	return {
		"this month": __("this month"), "last month": __("last month"), "this quarter": __("this quarter"),
		"last quarter": __("last quarter"), "this year": __("this year"), "last year": __("last year"),
	}[value] || value;
}

function ask_for_filter(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Add Filter"),
		fields: [
			{ fieldname: "field", label: __("Field"), fieldtype: "Autocomplete", options: frm.kim_fields, reqd: 1 },
			{ fieldname: "operator", label: __("Comparison"), fieldtype: "Select", reqd: 1, options: [] },
			{
				fieldname: "boxes", label: __("Values"), fieldtype: "MultiCheck", columns: 2, sort_options: false, options: [],
				depends_on: "eval:['in','not in'].includes(doc.operator) && doc.few",
			},
			{
				fieldname: "choices", label: __("Values"), fieldtype: "MultiSelectList",
				depends_on: "eval:['in','not in'].includes(doc.operator) && !doc.few",
				get_data: async (text) => {
					const found = await values_of(frm, dialog.get_value("field"));
					return found
						.filter((row) => row.label.toLowerCase().includes((text || "").toLowerCase()))
						.map((row) => ({ ...row, description: "" }));
				},
			},
			{ fieldname: "few", fieldtype: "Check", hidden: 1 },
			{ fieldname: "set", label: __("Value"), fieldtype: "Select", depends_on: "eval:doc.operator==='is'",
				options: [{ value: "set", label: __("filled in") }, { value: "not set", label: __("empty") }] },
			{ fieldname: "timespan", label: __("Period"), fieldtype: "Select", depends_on: "eval:doc.operator==='timespan'",
				options: TIMESPANS.map((value) => ({ value, label: timespan_in_words(value) })), default: "this year" },
			{ fieldname: "day", label: __("Day"), fieldtype: "Date", depends_on: "eval:doc.kind==='date' && !['is','timespan'].includes(doc.operator)",
				description: frm.kim_fields.some((row) => row.whole_months) ? __("Figures about persons count whole months.") : "" },
			{ fieldname: "until", label: __("Until"), fieldtype: "Date", depends_on: "eval:doc.operator==='between'" },
			{ fieldname: "number", label: __("Number"), fieldtype: "Float", depends_on: "eval:doc.kind==='number'" },
			{ fieldname: "kind", fieldtype: "Data", hidden: 1 },
		],
		primary_action_label: __("Add"),
		primary_action: (values) => {
			const value = value_of(frm, values);
			if (value === undefined || (Array.isArray(value) && !value.every(Boolean)) || value?.length === 0) {
				frappe.msgprint(__("Please enter a value."));
				return;
			}
			set_filters(frm, [...filters_of(frm), [values.field, values.operator, value]]);
			dialog.hide();
		},
	});
	dialog.fields_dict.field.df.onchange = () => {
		const field = dialog.get_value("field");
		const kind = frm.kim_fields.find((row) => row.value === field)?.kind;
		// Leaving the field tells of it once more.
		if (kind === "choice" && field !== dialog.kim_offered) offer_values(frm, dialog, field);
		if (!kind || kind === dialog.get_value("kind")) return;
		dialog.set_value("kind", kind);
		const options = COMPARISONS[kind].map((value) => ({ value, label: comparison(value) }));
		dialog.set_df_property("operator", "options", options);
		dialog.set_value("operator", options[0].value);
	};
	dialog.show();
}

async function values_of(frm, field) {
	const found = await frappe.xcall(`${STATISTIC}.choices`, { document_type: frm.doc.document_type, field });
	return found.map((row) => ({ value: String(row.value), label: row.label }));
}

async function offer_values(frm, dialog, field) {
	dialog.kim_offered = field;
	const found = await values_of(frm, field);
	if (dialog.get_value("field") !== field) return;
	dialog.set_value("choices", []);
	dialog.fields_dict.boxes.df.options = found.length > FEW ? [] : found;
	dialog.fields_dict.boxes.refresh();
	dialog.set_value("few", found.length > FEW ? 0 : 1);
}

function value_of(frm, { field, operator, kind, few, boxes, choices, set, timespan, day, until, number }) {
	if (operator === "is") return set;
	if (operator === "timespan") return timespan;
	const months = frm.kim_fields.find((row) => row.value === field)?.whole_months;
	const begin = (date) => (months && date ? moment(date).startOf("month").format("YYYY-MM-DD") : date);
	const end = (date) => (months && date ? moment(date).endOf("month").format("YYYY-MM-DD") : date);
	if (operator === "between") return [begin(day), end(until)];
	if (kind === "date") return operator === "<=" ? end(day) : begin(day);
	if (kind === "number") return number;
	return (few ? boxes : choices) || [];
}

function hint(frm, text) {
	$("<p class='text-muted'></p>").text(text).appendTo(frm.fields_dict.result.$wrapper.empty());
}

async function show_result(frm) {
	hint(frm, __("Computing …"));
	// The form may be drawn anew while an answer is on its way: the last one asked for is shown, once.
	const asked = (frm.kim_asked = (frm.kim_asked || 0) + 1);
	const answer = await frappe.xcall(`${STATISTIC}.run`, { name: frm.doc.name }).catch(() => null);
	if (asked !== frm.kim_asked) return;
	if (!answer) {
		hint(frm, __("This figure cannot be computed as it is. Please change it as the message says."));
		return;
	}
	if (!answer.row_labels.length) {
		hint(frm, answer.notes.at(-1) || __("There is nothing to count."));
		return;
	}
	const $area = frm.fields_dict.result.$wrapper.empty();
	const filters = answer.filters;
	if (filters.length) $("<p class='text-muted mb-2'></p>").text(`${__("Filters")}: ${filters.join("; ")}`).appendTo($area);
	$area.append(table_html(frm, answer));
	if (answer.suppressed) answer.notes[answer.notes.length - 1] = `• ${answer.notes.at(-1)}`;
	answer.notes.forEach((note) => $("<p class='text-muted small mb-1'></p>").text(note).appendTo($area));
	if (frm.doc.chart_type) show_chart(answer.chart, $("<div class='statistic-chart mt-4'></div>").appendTo($area)[0]);
}

function table_html(frm, answer) {
	const hidden = new Set(answer.hidden.map((key) => key.join("|")));
	const number = (value) => format_number(value, null, Number.isInteger(value) ? 0 : 1);
	const cell = (key, value) => {
		if (hidden.has(key)) return `<td class="text-right" title="${__("Hidden, since it is small or would tell of a small number.")}">•</td>`;
		return `<td class="text-right">${value === null ? "–" : number(value)}</td>`;
	};
	const escape = frappe.utils.escape_html;
	const fixed = "position: sticky; left: 0; background-color: var(--fg-color)";
	const columns = frm.doc.column_field || frm.doc.column_period;
	const head = [label_of(frm, frm.doc.row_field), ...answer.column_labels, ...(columns ? [__("Total")] : [])];
	const rows = answer.row_labels.map((label, row) => {
		const cells = answer.cells[row].map((value, column) => cell(`cell|${row}|${column}`, value));
		if (columns) cells.push(cell(`row|${row}`, answer.row_totals[row]));
		return `<tr><th scope="row" class="font-weight-normal" style="${fixed}">${escape(label)}</th>${cells.join("")}</tr>`;
	});
	const totals = answer.column_totals.map((value, column) => cell(`column|${column}`, value));
	if (columns) totals.push(cell("total", answer.total));
	return `<div class="table-responsive" tabindex="0" role="region" aria-label="${__("Result")}"><table class="table table-bordered table-sm" style="width: auto; min-width: 50%">
		<thead><tr>${head.map((text, place) => `<th scope="col" ${place ? 'class="text-right"' : `style="${fixed}"`}>${escape(text)}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody>
		<tfoot><tr class="font-weight-bold"><th scope="row" style="${fixed}">${__("Total")}</th>${totals.join("")}</tr></tfoot></table></div>`;
}

function show_chart({ type, labels, datasets, kim_picture }, wrapper) {
	const colors = ["blue", "green", "orange", "pink", "purple", "yellow", "cyan", "red", "light-blue", "grey"];
	frappe.utils.make_chart(wrapper, { data: { labels, datasets, kim_picture }, type, colors, height: 280 });
}
