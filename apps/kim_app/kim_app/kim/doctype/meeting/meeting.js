// Meeting: says what may be written, and makes measures of decisions.

const WITHOUT_NAMES = ["Case Reconstruction", "Planning Conference"];

frappe.ui.form.on("Meeting", {
	setup(frm) {
		frm.set_query("case", "agenda", () => ({ filters: { workflow_state: ["not in", ["Closed", "Declined"]] } }));
		frm.set_query("barrier", "agenda", () => ({ filters: { workflow_state: ["!=", "Rejected"] } }));
	},

	refresh(frm) {
		frm.trigger("meeting_type");
		const open = (frm.doc.decisions || []).filter((row) => !row.measure);
		if (!frm.is_new() && open.length && frm.perm[0]?.write && frappe.model.can_create("Measure")) {
			frm.add_custom_button(__("Make Measure"), () => choose_decision(frm, open));
		}
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
