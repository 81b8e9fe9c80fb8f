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
			say_where_from(frm);
			start_writing(frm);
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

// A draft from a case comes as plain rows; the form needs rows of its own, and their labels in words.
function complete_rows(frm) {
	frappe.meta.get_table_fields(frm.doctype).forEach(({ fieldname, fieldtype, options }) => {
		const rows = frm.doc[fieldname] || [];
		if (!rows.some((row) => !row.name)) return;
		frm.doc[fieldname] = [];
		rows.forEach((row) => frm.add_child(fieldname, row));
		if (fieldtype !== "Table MultiSelect") return;
		const link = frappe.meta.get_docfields(options).find((field) => field.fieldtype === "Link");
		const titles = rows.map((row) => frappe.utils.fetch_link_title(link.options, row[link.fieldname]));
		Promise.all(titles).then(() => frm.refresh_field(fieldname));
	});
}

// Whoever reports in the middle of work sees at once what the report belongs to, and may start writing.
function say_where_from(frm) {
	const name = case_of(frm);
	const texts = [
		name && __("Your case {0} counts along. Only you and those who share it see which case it is.", [frappe.utils.escape_html(name)]),
		frm.doc.reported_in && __("Reported from the meeting {0}.", [frappe.utils.escape_html(frm.doc.reported_in)]),
	].filter(Boolean);
	frm.set_intro("");
	if (texts.length) frm.set_intro(texts.join(" "), "blue");
}

function start_writing(frm) {
	setTimeout(() => {
		const writing = /INPUT|TEXTAREA|SELECT/.test(document.activeElement?.tagName);
		if (frm.is_new() && !frm.doc.title && !writing) frm.fields_dict.title.$input?.trigger("focus");
	}, 300);
}

function link_to(name, text) {
	return `<a href="${frappe.utils.get_form_link("Barrier", name)}">${frappe.utils.escape_html(text || name)}</a>`;
}

function case_of(frm) {
	return (frm.doc.occurrences || []).find((row) => row.case)?.case;
}

const ask_soon = frappe.utils.debounce(async (frm) => {
	const { name, title, category } = frm.doc;
	if (!frm.is_new() || !title) return;
	const found = await frappe.xcall(`${BARRIER}.similar`, { title, category });
	const meeting = found.length && (await may_fill(frm.doc.reported_in)) && frm.doc.reported_in;
	if (frm.doc.name === name && frm.is_new()) show_similar(frm, found, meeting);
}, 400);

function offer_similar(frm) {
	ask_soon(frm);
}

function show_similar(frm, found, meeting) {
	const $area = frm.fields_dict.similar.$wrapper.empty();
	if (!found.length) return;
	const name = case_of(frm);
	const hint = name
		? __("Has this been reported before? Then add your case there instead of reporting anew.")
		: __("Has this been reported before?");
	const $list = $(`<div class="alert alert-info"><p>${hint}</p><ul class="list-unstyled mb-0"></ul></div>`);
	found.forEach((row) => {
		const cases = row.occurrence_count === 1 ? __("1 case") : __("{0} cases", [row.occurrence_count || 0]);
		const $row = $(`<li class="mb-2">${link_to(row.name, row.title)}
			<span class="text-muted">· ${frappe.utils.escape_html(__(row.workflow_state))} · ${cases}</span></li>`);
		if (name) {
			$(`<button class="btn btn-xs btn-default ml-2">${__("Add My Case Here")}</button>`)
				.on("click", () => add_case(frm, row.name, name))
				.appendTo($row);
		}
		if (meeting) {
			$(`<button class="btn btn-xs btn-default ml-2">${__("Put This on the Agenda")}</button>`)
				.on("click", () => put_on_agenda(frm, row.name, meeting))
				.appendTo($row);
		}
		$list.find("ul").append($row);
	});
	$area.append($list);
}

// A meeting that spoke of a known barrier notes it, instead of reporting it anew.
async function may_fill(meeting) {
	if (!meeting) return false;
	const asked = { doctype: "Meeting", docname: meeting, perm_type: "write" };
	return (await frappe.xcall("frappe.client.has_permission", asked)).has_permission;
}

async function put_on_agenda(frm, barrier, meeting) {
	await frappe.xcall(`${BARRIER}.put_on_agenda`, { barrier, meeting });
	if (frm.is_new()) frappe.model.clear_doc(frm.doctype, frm.doc.name);
	// The meeting may be open as it was before.
	frappe.model.remove_from_locals("Meeting", meeting);
	frappe.set_route("Form", "Meeting", meeting);
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
	if (frm.is_new() || !frappe.model.can_write("Case")) return;
	const rows = await frappe.xcall(`${BARRIER}.own_occurrences`, { barrier: frm.doc.name });
	if (!rows.length) {
		$area.html(`<p class="text-muted">${__("None of your cases is noted here.")}</p>`);
		return;
	}
	const items = rows.map((row) => {
		const name = frappe.utils.escape_html(row.case);
		return `<li><a href="${frappe.utils.get_form_link("Case", row.case)}">${name}</a>
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
		({ meeting }) => put_on_agenda(frm, frm.doc.name, meeting),
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
	if (told_months(figures).some((row) => row.cases)) draw_cases($area.find(".barrier-months"), told_months(figures));
	else $area.find(".barrier-months").text(span_of(figures));
	draw_cases($area.find(".barrier-areas"), figures.life_areas);
	draw_cases($area.find(".barrier-circles"), figures.legal_circles);
}

function draw_cases($place, rows) {
	const values = rows.map((row) => row.cases);
	const data = { labels: rows.map((row) => row.label), datasets: [{ name: __("Cases"), values }] };
	kim.pictures.draw($place, "bars", data);
}

const month_in_words = (month) => moment(month, "YYYY-MM").format("MM/YYYY");

// Over more than a year, months in which nothing was noted are left out.
function told_months({ months, occurrences }) {
	const rows = months.map((month, place) => ({ label: month_in_words(month), cases: occurrences[place] }));
	return rows.length > 12 ? rows.filter((row) => row.cases !== 0) : rows;
}

// Where every month is too small to be shown, a list of points would say nothing.
function span_of({ months }) {
	if (!months.length) return __("Not met in any case yet.");
	const [first, last] = [months[0], months.at(-1)].map(month_in_words);
	return __("From {0} to {1}, in each month in too few cases to be shown.", [first, last]);
}

// What the barrier costs, in one sentence: the phase that it makes longest.
function cost_in_words({ phases }) {
	const longest = phases.filter((row) => row.difference > 0).sort((a, b) => b.difference - a.difference)[0];
	if (!longest) return "";
	const words = __("These cases stay {0} days longer in the phase “{1}” than other cases (median).", [
		longest.difference,
		longest.label,
	]);
	return `<p class="barrier-cost"><b>${frappe.utils.escape_html(words)}</b></p>`;
}

function figures_html(figures) {
	const number = (value) => (value === null ? "•" : value);
	const sign = (value) => (value === null ? "•" : value > 0 ? `+${value}` : value);
	// Four columns fit on a telephone.
	const tight = 'style="padding: 4px"';
	const line = (kind, label, cells) =>
		`<tr><${kind} ${tight}>${label}</${kind}>${cells.map((cell) => `<${kind} class="text-right" ${tight}>${cell}</${kind}>`).join("")}</tr>`;
	const head = line("th", __("Phase"), [__("With This Barrier"), __("Other Cases"), __("Difference")]);
	const rows = figures.phases.map((row) =>
		line("td", frappe.utils.escape_html(row.label), [number(row.with), number(row.without), `<b>${sign(row.difference)}</b>`])
	);
	const picture = (place, title) => `<div class="col-md-4 mt-3"><h5>${title}</h5><div class="${place}"></div></div>`;
	return `<p>${__("Met in {0} cases.", [figures.cases])}</p>${cost_in_words(figures)}
		<div class="row">${picture("barrier-months", __("Occurrences over Time"))}
		${picture("barrier-areas", __("Life Areas of These Cases"))}
		${picture("barrier-circles", __("Legal Circles of These Cases"))}</div>
		<h5 class="mt-4">${__("Days in Each Phase (Median)")}</h5>
		<div class="table-responsive"><table class="table table-bordered table-sm" style="font-size: clamp(11px, 2.9vw, 13px)">
		<thead>${head}</thead><tbody>${rows.join("")}</tbody></table></div>
		<p class="text-muted small">${__("A phase that is not over counts with its days so far. • stands for too few cases to compare.")}</p>`;
}
