// The case: what a case manager does next, in one click each.
const ENDED = ["Closed", "Declined"];
const RESULTS = ["Reached", "Partly Reached", "Not Reached"];

frappe.ui.form.on("Case", {
	setup(frm) {
		frm.set_query("case_manager", () => ({ query: "kim_app.api.case.case_managers" }));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		frm.set_df_property("case_manager", "read_only", 1);
		show_progress(frm);
		show_caseload(frm);
		kim.cases.draw_picture(frm, "assessment_view", frm.doc.name);
		if (ENDED.includes(frm.doc.workflow_state)) {
			add_follow_up(frm);
			return;
		}
		add_entries(frm);
		add_steps(frm);
	},

	async priority(frm) {
		if (frm.is_new() && frm.doc.priority) {
			const day = await frappe.xcall("kim_app.api.case.propose_review", { priority: frm.doc.priority });
			frm.set_value("next_review_on", day);
		}
	},
});

frappe.ui.form.on("Case Goal", {
	result(frm, cdt, cdn) {
		const goal = locals[cdt][cdn];
		frappe.model.set_value(cdt, cdn, "evaluated_on", goal.result ? frappe.datetime.get_today() : null);
	},
});

function add_entries(frm) {
	const group = __("New");
	const entry = { case: frm.doc.name };
	frm.add_custom_button(__("New Contact Note"), () => frappe.new_doc("Contact Note", entry), group);
	frm.add_custom_button(__("New Assessment"), () => frappe.new_doc("Assessment", entry), group);
	frm.add_custom_button(__("New Consent"), () => kim.cases.new_consent(frm.doc.person), group);
	frm.add_custom_button(__("New Referral"), () => frappe.new_doc("Referral", entry), group);
	frm.add_custom_button(__("Report a Barrier"), () => report_barrier(frm), group);
}

function add_steps(frm) {
	const group = __("Case");
	if (frm.doc.goals.some((goal) => !goal.result)) {
		frm.add_custom_button(__("Evaluate Goals"), () => evaluate_goals(frm), group);
	}
	frm.add_custom_button(__("Review Done"), () => review_done(frm), group);
	frm.add_custom_button(__("Support Plan"), () => print_plan(frm), group);
	frm.add_custom_button(__("Hand Over"), () => hand_over(frm), group);
}

function add_follow_up(frm) {
	if (frm.doc.workflow_state === "Closed") {
		frm.add_custom_button(__("Follow-Up Case"), () => follow_up(frm));
	}
}

function show_progress(frm) {
	const goals = frm.doc.goals || [];
	if (!goals.length) return;
	const colours = { Reached: "progress-bar-success", "Partly Reached": "progress-bar-warning", "Not Reached": "progress-bar-danger" };
	const count = (result) => goals.filter((goal) => goal.result === result).length;
	const bars = RESULTS.filter(count).map((result) => ({
		title: `${__(result)}: ${count(result)}`,
		width: `${(100 * count(result)) / goals.length}%`,
		progress_class: colours[result],
	}));
	const open = goals.filter((goal) => !goal.result).length;
	const parts = [...bars.map((bar) => bar.title), open ? `${__("Open")}: ${open}` : ""].filter(Boolean);
	frm.dashboard.add_progress(__("Goals"), bars, parts.join(" · "));
}

async function show_caseload(frm) {
	if (frm.doc.case_manager !== frappe.session.user) return;
	const load = await frappe.xcall("kim_app.api.case.my_caseload");
	const colour = load.limit && load.cases > load.limit ? "orange" : "gray";
	frm.dashboard.add_indicator(__("Your open cases: {0}, persons: {1}", [load.cases, load.persons]), colour);
}

function evaluate_goals(frm) {
	const goals = frm.doc.goals.filter((goal) => !goal.result);
	const options = ["", ...RESULTS].map((value) => ({ value, label: __(value) }));
	const fields = goals.flatMap((goal) => [
		{ fieldtype: "Section Break", label: frappe.utils.escape_html(goal.goal) },
		{ fieldname: `result_${goal.name}`, fieldtype: "Select", label: __("Result"), options },
		{ fieldtype: "Column Break" },
		{ fieldname: `text_${goal.name}`, fieldtype: "Small Text", label: __("Evaluation") },
	]);
	const dialog = new frappe.ui.Dialog({
		title: __("Evaluate Goals"),
		fields,
		primary_action_label: __("Save"),
		primary_action(values) {
			goals.forEach((goal) => {
				frappe.model.set_value(goal.doctype, goal.name, "result", values[`result_${goal.name}`] || "");
				frappe.model.set_value(goal.doctype, goal.name, "evaluation", values[`text_${goal.name}`] || "");
			});
			dialog.hide();
			frm.save();
		},
	});
	dialog.show();
}

// What a button does on the server starts from what is stored, and reloads the form.
async function saved(frm) {
	if (frm.is_dirty()) await frm.save();
}

async function review_done(frm) {
	await saved(frm);
	const day = await frappe.xcall("kim_app.api.case.review_done", { case: frm.doc.name });
	frappe.show_alert({ message: __("Next review: {0}", [frappe.datetime.str_to_user(day)]), indicator: "green" });
	frm.reload_doc();
}

async function print_plan(frm) {
	await saved(frm);
	frappe.route_options = { print_format: "Support Plan" };
	frappe.set_route("print", "Case", frm.doc.name);
}

async function hand_over(frm) {
	await saved(frm);
	frappe.prompt(
		[
			{
				fieldname: "to_user",
				fieldtype: "Link",
				options: "User",
				label: __("To Colleague"),
				reqd: 1,
				get_query: () => ({ query: "kim_app.api.case.case_managers", filters: { but: frm.doc.case_manager } }),
			},
			{ fieldname: "note", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			{
				fieldname: "open_notes",
				fieldtype: "Check",
				label: __("Give My Confidential Notes Along"),
				description: __("They then stop being confidential. Without this, nobody else will read them."),
			},
		],
		async (values) => {
			await frappe.xcall("kim_app.api.case.hand_over", { case: frm.doc.name, ...values });
			frappe.show_alert({ message: __("The case was handed over."), indicator: "green" });
			frappe.set_route("List", "Case");
		},
		__("Hand Over"),
		__("Hand Over")
	);
}

function follow_up(frm) {
	const parts = {
		life_areas: __("Life Areas"),
		legal_circles: __("Legal Circles"),
		goals: __("Goals That Were Not Reached"),
		participants: __("Participants"),
		resources: __("Resources"),
		helpers: __("Helpers around the Person"),
	};
	frappe.prompt(
		Object.entries(parts).map(([fieldname, label]) => ({ fieldname, label, fieldtype: "Check", default: 1 })),
		async (values) => {
			const carry_over = Object.keys(parts).filter((part) => values[part]);
			const name = await frappe.xcall("kim_app.api.case.follow_up", { case: frm.doc.name, carry_over });
			frappe.set_route("Form", "Case", name);
		},
		__("What is carried over?"),
		__("Follow-Up Case")
	);
}

async function report_barrier(frm) {
	const draft = await frappe.xcall("kim_app.api.barrier.draft_from_case", { case: frm.doc.name });
	if (typeof draft === "string") frappe.set_route("Form", "Barrier", draft);
	else frappe.new_doc("Barrier", draft);
}
