// Barrier: offers similar ones while it is entered, shows the reporter's own cases and what the barrier costs.

const BARRIER = "kim_app.api.barrier";

frappe.ui.form.on("Barrier", {
	onload(frm) {
		if (frm.is_new()) complete_rows(frm);
	},

	refresh(frm) {
		frm.fields_dict.similar.$wrapper.empty();
		show_own_cases(frm);
		if (frm.is_new()) {
			offer_similar(frm);
			return;
		}
		if (frm.doc.merged_into) {
			frm.set_intro(__("This barrier was gathered in {0}.", [link_to(frm.doc.merged_into)]), "blue");
		}
		add_buttons(frm);
		show_figures(frm);
	},

	title: offer_similar,
	category: offer_similar,
});

// A draft from a case comes as plain rows; the form needs rows of its own.
function complete_rows(frm) {
	frappe.meta.get_table_fields(frm.doctype).forEach(({ fieldname }) => {
		const rows = frm.doc[fieldname] || [];
		if (!rows.some((row) => !row.name)) return;
		frm.doc[fieldname] = [];
		rows.forEach((row) => frm.add_child(fieldname, row));
	});
}

function link_to(name, text) {
	return `<a href="/app/barrier/${encodeURIComponent(name)}">${frappe.utils.escape_html(text || name)}</a>`;
}

function case_of(frm) {
	return (frm.doc.occurrences || []).find((row) => row.case)?.case;
}

const ask_soon = frappe.utils.debounce(async (frm) => {
	const { title, category } = frm.doc;
	if (!frm.is_new() || !title) return;
	const found = await frappe.xcall(`${BARRIER}.similar`, { title, category });
	show_similar(frm, found);
}, 400);

function offer_similar(frm) {
	ask_soon(frm);
}

function show_similar(frm, found) {
	const $area = frm.fields_dict.similar.$wrapper.empty();
	if (!found.length) return;
	const name = case_of(frm);
	const hint = name
		? __("Has this been reported before? Then add your case there instead of reporting anew.")
		: __("Has this been reported before?");
	const $list = $(`<div class="alert alert-info"><p>${hint}</p><ul class="list-unstyled mb-0"></ul></div>`);
	found.forEach((row) => {
		const cases = __("{0} cases", [row.occurrence_count || 0]);
		const $row = $(`<li class="mb-2">${link_to(row.name, row.title)}
			<span class="text-muted">· ${frappe.utils.escape_html(__(row.workflow_state))} · ${cases}</span></li>`);
		if (name) {
			$(`<button class="btn btn-xs btn-default ml-2">${__("Add My Case Here")}</button>`)
				.on("click", () => add_case(frm, row.name, name))
				.appendTo($row);
		}
		$list.find("ul").append($row);
	});
	$area.append($list);
}

async function add_case(frm, barrier, name) {
	const answer = await frappe.xcall(`${BARRIER}.add_occurrence`, { barrier, case: name });
	frappe.show_alert({ message: __("Your case was added."), indicator: "green" });
	if (frm.is_new()) frappe.model.clear_doc(frm.doctype, frm.doc.name);
	if (answer.name === frm.doc.name) frm.reload_doc();
	else frappe.set_route("Form", "Barrier", answer.name);
}

async function show_own_cases(frm) {
	const $area = frm.fields_dict.own_cases.$wrapper.empty();
	if (!frappe.model.can_write("Case")) return;
	const rows = frm.is_new()
		? (frm.doc.occurrences || []).filter((row) => row.case)
		: await frappe.xcall(`${BARRIER}.own_occurrences`, { barrier: frm.doc.name });
	if (!rows.length) {
		$area.html(`<p class="text-muted">${__("None of your cases is noted here.")}</p>`);
		return;
	}
	const items = rows.map((row) => {
		const name = frappe.utils.escape_html(row.case);
		return `<li><a href="/app/case/${encodeURIComponent(row.case)}">${name}</a>
			<span class="text-muted">· ${frappe.datetime.str_to_user(row.noticed_on)}</span></li>`;
	});
	$area.html(`<p class="text-muted">${__("Only you and those who share these cases see them here.")}</p>
		<ul>${items.join("")}</ul>`);
}

function add_buttons(frm) {
	if (frappe.model.can_write("Case")) {
		frm.add_custom_button(__("Add My Case"), () => ask_for_case(frm));
	}
	if (frm.perm[0]?.write && !frm.doc.merged_into) {
		frm.add_custom_button(__("Put on Agenda"), () => ask_for_meeting(frm));
		frm.add_custom_button(__("Gather Others Here"), () => ask_for_barriers(frm));
		if (["Land", "Federal"].includes(frm.doc.level)) add_letter_buttons(frm);
	}
}

// What exceeds local power goes to the ministry: the letter opens for print, and the day of sending is noted.
function add_letter_buttons(frm) {
	const group = __("Letter to the Ministry");
	const print = { doctype: "Barrier", name: frm.doc.name, format: "Letter to the Ministry", no_letterhead: 1 };
	frm.add_custom_button(
		__("Open Letter"),
		() => window.open(`/printview?${new URLSearchParams(print)}`, "_blank"),
		group
	);
	if (frm.doc.letter_sent_on) return;
	frm.add_custom_button(
		__("Note as Sent"),
		async () => {
			await frm.set_value("letter_sent_on", frappe.datetime.get_today());
			frm.save();
		},
		group
	);
}

function ask_for_case(frm) {
	const field = { fieldname: "case", label: __("Case"), fieldtype: "Link", options: "Case", reqd: 1 };
	frappe.prompt(field, (values) => add_case(frm, frm.doc.name, values.case), __("Add My Case"), __("Add"));
}

function ask_for_meeting(frm) {
	const field = { fieldname: "meeting", label: __("Meeting"), fieldtype: "Link", options: "Meeting", reqd: 1 };
	field.get_query = () => ({
		filters: { meeting_type: ["!=", "Case Conference"], workflow_state: ["in", ["Planned", "Invited"]] },
	});
	frappe.prompt(
		field,
		async ({ meeting }) => {
			await frappe.xcall(`${BARRIER}.put_on_agenda`, { barrier: frm.doc.name, meeting });
			frappe.set_route("Form", "Meeting", meeting);
		},
		__("Put on Agenda"),
		__("Put on Agenda")
	);
}

async function ask_for_barriers(frm) {
	const { title, category, name } = frm.doc;
	const found = await frappe.xcall(`${BARRIER}.similar`, { title, category, but: name });
	const fields = found.map((row) => ({ fieldname: row.name, label: `${row.title} (${row.name})`, fieldtype: "Check" }));
	fields.push({
		fieldname: "others",
		label: __("Further Barriers"),
		fieldtype: "MultiSelectList",
		get_data: (text) => frappe.db.get_link_options("Barrier", text, { name: ["!=", name] }),
	});
	frappe.prompt(
		fields,
		async (values) => {
			const chosen = found.map((row) => row.name).filter((other) => values[other]);
			const barriers = [...new Set([...chosen, ...(values.others || [])])];
			if (!barriers.length) return;
			await frappe.xcall(`${BARRIER}.gather`, { barriers, into: name });
			frm.reload_doc();
		},
		__("Gather Others Here"),
		__("Gather")
	);
}

async function show_figures(frm) {
	const allowed = ["KIM Coordinator", "KIM Steering Member", "KIM Case Manager"].some((role) => frappe.user.has_role(role));
	frm.toggle_display("figures", allowed);
	frm.set_df_property("tab_figures", "hidden", allowed ? 0 : 1);
	const $area = frm.fields_dict.figures.$wrapper.empty();
	if (!allowed) return;
	const figures = await frappe.xcall(`${BARRIER}.figures`, { barrier: frm.doc.name });
	$area.html(figures_html(figures));
	draw_cases($area.find(".barrier-months"), told_months(figures));
	draw_cases($area.find(".barrier-areas"), figures.life_areas);
	draw_cases($area.find(".barrier-circles"), figures.legal_circles);
}

function draw_cases($place, rows) {
	const values = rows.map((row) => row.cases);
	const data = { labels: rows.map((row) => row.label), datasets: [{ name: __("Cases"), values }] };
	if (rows.length) kim.pictures.draw($place, "bars", data);
}

const month_in_words = (month) => moment(month, "YYYY-MM").format("MM/YYYY");

// Over more than a year, months in which nothing was noted are left out.
function told_months({ months, occurrences }) {
	const rows = months.map((month, place) => ({ label: month_in_words(month), cases: occurrences[place] }));
	return rows.length > 12 ? rows.filter((row) => row.cases !== 0) : rows;
}

function figures_html(figures) {
	const number = (value) => (value === null ? "•" : value);
	const sign = (value) => (value === null ? "•" : value > 0 ? `+${value}` : value);
	const rows = figures.phases.map(
		(row) => `<tr><td>${frappe.utils.escape_html(row.label)}</td><td class="text-right">${number(row.with)}</td>
			<td class="text-right">${number(row.without)}</td><td class="text-right"><b>${sign(row.difference)}</b></td></tr>`
	);
	const picture = (place, title) => `<div class="col-md-4 mt-3"><h5>${title}</h5><div class="${place}"></div></div>`;
	return `<p>${__("Met in {0} cases.", [figures.cases])}</p>
		<div class="row">${picture("barrier-months", __("Occurrences over Time"))}
		${picture("barrier-areas", __("Life Areas of These Cases"))}
		${picture("barrier-circles", __("Legal Circles of These Cases"))}</div>
		<h5 class="mt-4">${__("Days in Each Phase (Median)")}</h5>
		<div class="table-responsive"><table class="table table-bordered table-sm">
		<thead><tr><th>${__("Phase")}</th><th class="text-right">${__("With This Barrier")}</th>
		<th class="text-right">${__("Other Cases")}</th><th class="text-right">${__("Difference")}</th></tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>
		<p class="text-muted small">${__("A phase that is not over counts with its days so far. • stands for too few cases to compare.")}</p>`;
}
