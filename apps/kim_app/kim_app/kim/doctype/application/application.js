// What a clerk does with an application: ask for papers, ask authorities, suspend, take the next step in the queue.

const ACTIONS = {
	Suspend: suspend,
	"Consult Authorities": consult,
	"Begin Review": (frm) => explain_jump(frm, "Under Review"),
	"Prepare Decision": (frm) => explain_jump(frm, "Decision"),
};

frappe.ui.form.on("Application", {
	setup() {
		// Requirements are sentences: they are read whole.
		frappe.dom.set_style(
			`[data-fieldname="requirements"] .grid-body .grid-static-col .static-area.ellipsis { white-space: normal; }
			[data-fieldname="requirements"] .grid-body .grid-static-col { height: auto; max-height: none; }
			[data-fieldname="requirements"] .grid-body .data-row { height: auto; }`,
			"kim-application-requirements"
		);
	},

	refresh(frm) {
		show_notices(frm);
		show_clock(frm);
		if (frm.is_new() || !frm.perm[1]?.write) {
			return;
		}
		const group = __("Papers and Authorities");
		frm.add_custom_button(__("Request Papers"), () => request_papers(frm), group);
		frm.add_custom_button(__("Print Request for Papers"), () => print_letter(frm), group);
		frm.add_custom_button(__("Consult Authority"), () => consult(frm).then(() => frm.refresh()), group);
		frm.add_custom_button(__("Renew Checklist"), () => renew(frm), group);
	},

	before_workflow_action(frm) {
		const prepare = ACTIONS[frm.selected_workflow_action];
		return prepare && prepare(frm);
	},
});

frappe.ui.form.on("Application Requirement", {
	fulfilled(frm, doctype, name) {
		if (locals[doctype][name].fulfilled) {
			frappe.model.set_value(doctype, name, "shortfall", "");
		}
	},
	shortfall(frm, doctype, name) {
		if (locals[doctype][name].shortfall) {
			frappe.model.set_value(doctype, name, "fulfilled", 0);
		}
	},
});

function show_notices(frm) {
	const lines = (frm.doc.notices || "").split("\n").filter(Boolean);
	const html = lines.map(notice_html).join("");
	frm.dashboard.clear_headline();
	if (html) {
		frm.dashboard.set_headline(`<div class="pr-4">${html}</div>`, "orange");
	}
}

function notice_html(line) {
	const [label, ...text] = frappe.utils.escape_html(line).split(": ");
	return `<div class="mb-1"><b>${label}</b>: ${text.join(": ")}</div>`;
}

function show_clock(frm) {
	if (frm.is_new() || frm.doc.completed_on || !frm.doc.due_on) {
		return;
	}
	const days = frappe.datetime.get_day_diff(frm.doc.due_on, frappe.datetime.get_today());
	if (frm.doc.workflow_state === "Suspended") {
		frm.dashboard.add_indicator(__("The clock stands still"), "gray");
	} else if (days < 0) {
		frm.dashboard.add_indicator(__("Overdue for {0} days", [-days]), "red");
	} else {
		const soon = days <= frappe.boot.kim_application_warning_days;
		frm.dashboard.add_indicator(__("Due in {0} days", [days]), soon ? "orange" : "green");
	}
	if (frm.doc.completeness !== undefined) {
		const share = Math.round(frm.doc.completeness);
		frm.dashboard.add_indicator(__("Complete to {0} %", [share]), share === 100 ? "green" : "blue");
	}
}

// Asks for values and resolves with them; closing the dialog gives the screen back and does nothing.
function ask(title, fields, action) {
	frappe.dom.unfreeze();
	return new Promise((resolve) => {
		const dialog = new frappe.ui.Dialog({
			title,
			fields,
			primary_action_label: action,
			primary_action(values) {
				dialog.hide();
				resolve(values);
			},
		});
		dialog.show();
	});
}

async function saved(frm) {
	if (frm.is_dirty()) {
		await frm.save();
	}
}

async function request_papers(frm) {
	await saved(frm);
	const values = await ask(
		__("Request Papers"),
		[
			{
				fieldtype: "HTML",
				options: `<p class="text-muted">${__("All papers for mandatory requirements without an answer are asked for, except what the office obtains itself.")}</p>`,
			},
			{ fieldname: "due_on", fieldtype: "Date", label: __("Due On"), description: __("Empty: as KIM Settings say.") },
			{ fieldname: "reminder_on", fieldtype: "Date", label: __("Remind On") },
		],
		__("Request Papers")
	);
	await frappe.xcall("kim_app.api.application.request_papers", { application: frm.doc.name, ...values });
	await frm.reload_doc();
	print_letter(frm);
}

function print_letter(frm) {
	frappe.utils.print(frm.doctype, frm.doc.name, "Request for Papers", null, "de");
}

async function renew(frm) {
	await saved(frm);
	await frappe.xcall("kim_app.api.application.renew_checklist", { application: frm.doc.name });
	await frm.reload_doc();
	frappe.show_alert(__("The checklist is up to date."));
}

async function consult(frm) {
	const waiting = (frm.doc.consultations || []).some((row) => !row.answered_on);
	if (waiting && frm.selected_workflow_action) {
		return;
	}
	const values = await ask(
		__("Consult Authority"),
		[
			{ fieldname: "authority", fieldtype: "Link", options: "Actor", label: __("Authority") },
			{
				fieldname: "authority_text",
				fieldtype: "Data",
				label: __("Other Authority"),
				mandatory_depends_on: "eval:!doc.authority",
			},
			{ fieldname: "legal_basis", fieldtype: "Data", label: __("Legal Basis"), description: __("For example § 37 (2) StAG.") },
			{ fieldname: "due_on", fieldtype: "Date", label: __("Answer Due On"), description: __("Empty: as KIM Settings say.") },
		],
		__("Consult Authority")
	);
	frm.add_child("consultations", { asked_on: frappe.datetime.get_today(), ...values });
	frm.dirty();
	await frm.save();
}

async function suspend(frm) {
	if ((frm.doc.suspensions || []).some((row) => !row.resumed_on)) {
		return;
	}
	const values = await ask(
		__("Suspend"),
		[
			{ fieldname: "reason", fieldtype: "Data", label: __("Reason"), reqd: 1 },
			{
				fieldname: "legal_basis",
				fieldtype: "Data",
				label: __("Legal Basis"),
				default: frm.doc.criminal_investigation ? "§ 12a Abs. 3 StAG" : "",
			},
		],
		__("Suspend")
	);
	frm.add_child("suspensions", { suspended_on: frappe.datetime.get_today(), ...values });
	frm.dirty();
	await frm.save();
}

async function explain_jump(frm, state) {
	if (frm.doc.jump_reason) {
		return;
	}
	const first = await frappe.xcall("kim_app.api.application.first_in_queue", { application: frm.doc.name, state });
	if (!first) {
		return;
	}
	const received = frappe.datetime.str_to_user(first.received_on);
	const values = await ask(
		__("Working Out of Turn"),
		[
			{
				fieldtype: "HTML",
				options: `<p>${__("{0} of {1} was received earlier and still waits ({2} in all).", [
					frappe.utils.get_form_link("Application", first.name, true),
					received,
					first.number,
				])}</p>`,
			},
			{ fieldname: "jump_reason", fieldtype: "Small Text", label: __("Reason for Working Out of Turn"), reqd: 1 },
		],
		__("Go On")
	);
	await frm.set_value("jump_reason", values.jump_reason);
	await frm.save();
}
