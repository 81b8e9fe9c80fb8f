// Meeting: fills the agenda, sends invitations, says what may be written, and makes measures and tasks of decisions.

const MEETING = "kim_app.api.meeting";

const WITHOUT_NAMES = ["Case Reconstruction", "Planning Conference"];
const USUAL_MINUTES = 90;

frappe.ui.form.on("Meeting", {
	setup(frm) {
		frm.set_query("case", "agenda", () => ({ filters: { workflow_state: ["not in", ["Closed", "Declined"]] } }));
		frm.set_query("barrier", "agenda", () => ({ filters: { workflow_state: ["!=", "Rejected"] } }));
		frm.set_query("responsible_user", "decisions", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		frm.trigger("meeting_type");
		if (!frm.is_new()) add_buttons(frm);
		const open = (frm.doc.decisions || []).filter((row) => !row.measure);
		if (!frm.is_new() && open.length && frm.perm[0]?.write && frappe.model.can_create("Measure")) {
			frm.add_custom_button(__("Make Measure"), () => choose_decision(frm, open));
		}
	},

	starts_on(frm) {
		const { starts_on, ends_on } = frm.doc;
		if (!starts_on || (ends_on && ends_on > starts_on)) return;
		frm.set_value("ends_on", moment(starts_on).add(USUAL_MINUTES, "minutes").format("YYYY-MM-DD HH:mm:ss"));
	},

	meeting_type(frm) {
		const conference = frm.doc.meeting_type === "Case Conference";
		frm.fields_dict.agenda.grid.update_docfield_property("case", "hidden", conference ? 0 : 1);
		frm.set_intro("");
		if (WITHOUT_NAMES.includes(frm.doc.meeting_type)) {
			frm.set_intro(__("Nobody is named here: names, file numbers and dates of birth are refused."), "blue");
		}
		if (conference && frm.doc.workflow_state === "Planned") {
			frm.set_intro(__("The invitation needs a consent to a case conference for each case on the agenda."), "blue");
		}
		ask_who_came(frm);
	},
});

frappe.ui.form.on("Agenda Item", {
	async barrier(frm, doctype, name) {
		const row = locals[doctype][name];
		if (!row.barrier || row.topic) return;
		const { message } = await frappe.db.get_value("Barrier", row.barrier, "title");
		frappe.model.set_value(doctype, name, "topic", message.title);
	},
});

function add_buttons(frm) {
	const state = frm.doc.workflow_state;
	const invitation = __("Invitation");
	const download = () => window.open(`/api/method/${MEETING}.calendar_file?meeting=${encodeURIComponent(frm.doc.name)}`);
	frm.add_custom_button(__("Calendar File"), download, invitation);
	if (!frm.perm[0]?.write) return;
	if (["Planned", "Invited"].includes(state)) {
		frm.add_custom_button(__("Fill Agenda"), () => when_saved(frm, () => fill_agenda(frm)));
	}
	if (state === "Invited" || (state === "Cancelled" && (frm.doc.participants || []).some((row) => row.invited_on))) {
		frm.add_custom_button(__("Send Invitations"), () => when_saved(frm, () => send_invitations(frm)), invitation);
	}
	const waiting = (frm.doc.decisions || []).some((row) => row.responsible_user && !row.task && !row.measure);
	if (waiting && state === "Held") {
		frm.add_custom_button(__("Make Tasks"), () => when_saved(frm, () => make_tasks(frm)));
	}
}

// Minutes say who took part: after the meeting the form asks for it, and one click notes everybody.
function ask_who_came(frm) {
	const people = frm.doc.participants || [];
	const open = frm.doc.workflow_state === "Held" && people.length && !people.some((row) => row.attended);
	if (!open || !frm.perm[0]?.write) return;
	const $text = $(`<div>${__("Who took part? Nobody is noted as present yet.")}
		<button class="btn btn-xs btn-default ml-2">${__("All Were There")}</button></div>`);
	frm.set_intro("<span class='who-came'></span>", "blue");
	frm.layout.message.find(".who-came").replaceWith($text);
	$text.find("button").on("click", () => {
		people.forEach((row) => frappe.model.set_value(row.doctype, row.name, "attended", 1));
		frm.save();
	});
}

function when_saved(frm, go_on) {
	if (frm.is_dirty()) frappe.msgprint(__("Please save first."));
	else go_on();
}

async function send_invitations(frm) {
	const sent = await frappe.xcall(`${MEETING}.send_invitations`, { meeting: frm.doc.name });
	if (sent.length) frappe.show_alert({ message: __("Sent to: {0}", [sent.join(", ")]), indicator: "green" });
	frm.reload_doc();
}

async function make_tasks(frm) {
	const made = await frappe.xcall(`${MEETING}.make_tasks`, { meeting: frm.doc.name });
	frappe.show_alert({ message: __("{0} tasks were given.", [made.length]), indicator: "green" });
	frm.reload_doc();
}

async function fill_agenda(frm, state) {
	const found = await frappe.xcall(`${MEETING}.proposals`, { meeting: frm.doc.name, state });
	const fields = found.cases ? fields_of_conference(found) : fields_without_names(found);
	const dialog = new frappe.ui.Dialog({
		title: __("Fill Agenda"),
		fields,
		primary_action_label: __("Put on Agenda"),
		primary_action: async ({ barriers, cases, referrals, failed }) => {
			const chosen = { meeting: frm.doc.name, barriers, cases, referrals, failed: failed ? 1 : 0 };
			const added = await frappe.xcall(`${MEETING}.fill_agenda`, chosen);
			dialog.hide();
			frappe.show_alert({ message: __("{0} topics were added.", [added]), indicator: "green" });
			frm.reload_doc();
		},
	});
	if (dialog.fields_dict.state) {
		dialog.fields_dict.state.df.onchange = () => {
			const chosen = dialog.get_value("state");
			if (!chosen || chosen === found.state) return;
			dialog.hide();
			fill_agenda(frm, chosen);
		};
	}
	dialog.show();
}

function choices(fieldname, label, rows, nothing) {
	if (!rows.length) {
		const text = frappe.utils.escape_html(nothing);
		return { fieldname: `no_${fieldname}`, fieldtype: "HTML", options: `<p class="text-muted">${text}</p>` };
	}
	return { fieldname, fieldtype: "MultiCheck", label, options: rows, columns: 1, sort_options: false };
}

function fields_of_conference({ cases, referrals }) {
	const of_case = cases.map((row) => ({ value: row.name, label: row.label }));
	const failed = referrals.map((row) => ({ value: row.name, label: `${row.case} · ${row.topic}` }));
	return [
		choices("cases", __("Cases with Consent"), of_case, __("No further case of yours has a valid consent to a case conference.")),
		choices("referrals", __("Referrals That Failed"), failed, __("No referral of these cases failed.")),
	];
}

function fields_without_names({ state, states, barriers, failed }) {
	const rows = barriers.map((row) => ({
		value: row.name,
		label: `${row.title} (${__("{0} cases", [row.occurrence_count || 0])})`,
	}));
	const fields = [
		{ fieldname: "state", fieldtype: "Select", label: __("Barriers in the State"), options: states, default: state },
		choices("barriers", __("Barriers"), rows, __("There is no further barrier in this state.")),
	];
	if (failed) {
		const description = frappe.utils.escape_html(failed);
		fields.push({ fieldname: "failed", fieldtype: "Check", label: __("Referrals That Failed, in Numbers"), description });
	}
	return fields;
}

function choose_decision(frm, open) {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Please save first."));
		return;
	}
	const options = open.map((row) => ({ value: row.name, label: `${row.idx}. ${row.decision.slice(0, 80)}` }));
	const barriers = [...new Set((frm.doc.agenda || []).map((row) => row.barrier).filter(Boolean))];
	const dialog = new frappe.ui.Dialog({
		title: __("Make Measure"),
		fields: [
			{ fieldname: "decision", label: __("Resolution"), fieldtype: "Select", options, reqd: 1, default: open[0].name },
			{ fieldname: "barrier", label: __("Barrier"), fieldtype: "Link", options: "Barrier", reqd: 1 },
			{
				fieldname: "responsible_type", label: __("Kind of Responsible"), fieldtype: "Select", reqd: 1, default: "Actor",
				options: [{ value: "Actor", label: __("Actor") }, { value: "User", label: __("User") }],
			},
			{ fieldname: "responsible", label: __("Responsible"), fieldtype: "Dynamic Link", options: "responsible_type", reqd: 1 },
			{ fieldname: "due_on", label: __("Due On"), fieldtype: "Date", reqd: 1 },
		],
		primary_action_label: __("Make Measure"),
		primary_action: async (values) => {
			await frappe.xcall("kim_app.api.meeting.measure_from_decision", { meeting: frm.doc.name, ...values });
			dialog.hide();
			frm.reload_doc();
		},
	});
	dialog.fields_dict.decision.df.onchange = () => propose(dialog, open, barriers);
	dialog.show();
	propose(dialog, open, barriers);
}

function propose(dialog, open, barriers) {
	const row = open.find((candidate) => candidate.name === dialog.get_value("decision"));
	if (!row) return;
	dialog.set_value("barrier", row.barrier || (barriers.length === 1 ? barriers[0] : ""));
	dialog.set_value("due_on", row.due_on || "");
}
