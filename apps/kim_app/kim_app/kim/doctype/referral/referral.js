// Referral: finds the right actor, shows the consent, asks for the outcome, and offers to report a barrier.
const REFERRAL = "kim_app.api.referral";
const ANSWERS = { Complete: "Completed", Decline: "Declined", "Mark as Not Attended": "Not Attended" };

frappe.ui.form.on("Referral", {
	setup(frm) {
		frm.set_query("offer", () => ({ filters: { actor: frm.doc.actor, active: 1 } }));
	},

	refresh(frm) {
		if (frm.doc.workflow_state === "Draft" || frm.is_new()) {
			frm.add_custom_button(__("Find an Actor"), () => find_actor(frm));
		}
		if (frm.is_new()) return;
		if (frm.doc.workflow_state === "Draft") show_consent(frm);
		if (["Sent", "Accepted", "In Progress"].includes(frm.doc.workflow_state)) {
			frm.add_custom_button(__("Send Appointment by Mail"), () => notify_actor(frm));
		}
		offer_barrier(frm);
	},

	actor(frm) {
		if (frm.doc.offer && frm.__offer_actor !== frm.doc.actor) frm.set_value("offer", null);
	},

	before_workflow_action(frm) {
		const state = ANSWERS[frm.selected_workflow_action];
		if (!state || frm.doc.outcome || state === "Not Attended") return;
		frappe.dom.unfreeze();
		return ask_outcome(frm, state);
	},
});

function find_actor(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Find an Actor"),
		size: "large",
		fields: [
			{ fieldname: "life_area", fieldtype: "Link", options: "Life Area", label: __("Life Area"), default: frm.doc.life_area },
			{ fieldname: "language", fieldtype: "Link", options: "Spoken Language", label: __("Language") },
			{ fieldname: "column_place", fieldtype: "Column Break" },
			{ fieldname: "place", fieldtype: "Data", label: __("Place"), description: __("Town, district or postal code") },
			{ fieldname: "engagement", fieldtype: "Select", label: __("Engagement"), options: ["", "Full-time", "Volunteer"] },
			{ fieldname: "section_more", fieldtype: "Section Break" },
			{ fieldname: "free_places", fieldtype: "Check", label: __("With Free Places Only") },
			{ fieldname: "column_more", fieldtype: "Column Break" },
			{ fieldname: "childcare", fieldtype: "Check", label: __("With Childcare") },
			{ fieldname: "section_found", fieldtype: "Section Break" },
			{ fieldname: "found", fieldtype: "HTML" },
		],
		primary_action_label: __("Search"),
		primary_action: () => search(frm, dialog),
	});
	dialog.show();
	if (frm.doc.life_area) search(frm, dialog);
}

function search(frm, dialog) {
	const wanted = dialog.get_values(true);
	delete wanted.found;
	frappe.xcall(`${REFERRAL}.find_actors`, wanted).then((rows) => {
		const box = $(dialog.get_field("found").wrapper).empty();
		if (!rows.length) {
			box.append($("<p class='text-muted'>").text(__("Nothing found. Please ask for less: without place or language, for example.")));
		}
		rows.forEach((row) => box.append(card(row, () => take(frm, dialog, row, wanted.life_area))));
	});
}

function card(row, choose) {
	const places = row.offer ? __("{0} free places, {1} weeks to wait", [row.free_places, row.waiting_weeks || 0]) : __("no offer entered");
	const lines = [
		[row.actor_type_label, row.offer_name].filter(Boolean).join(" · "),
		[places, row.costs].filter(Boolean).join(" · "),
		[row.postal_code, row.city, row.district].filter(Boolean).join(" "),
		row.language_labels.join(", "),
		row.access_hint,
	].filter(Boolean);
	const box = $("<div class='frappe-card p-3 mb-2 d-flex flex-wrap justify-content-between align-items-center' style='gap: 8px'>");
	const text = $("<div style='flex: 1 1 220px; min-width: 0'>").appendTo(box);
	$("<div class='bold'>").text(row.actor).appendTo(text);
	lines.forEach((line) => $("<div class='small'>").text(line).appendTo(text));
	$("<span class='indicator-pill'>")
		.addClass(row.confirmed ? "green" : "orange")
		.text(row.verification)
		.appendTo(text);
	$("<button type='button' class='btn btn-default btn-sm'>")
		.text(__("Choose"))
		.attr("aria-label", __("Choose {0}", [row.offer_name || row.actor]))
		.on("click", choose)
		.appendTo(box);
	return box;
}

function take(frm, dialog, row, life_area) {
	frm.__offer_actor = row.actor;
	const values = { actor: row.actor, offer: row.offer };
	if (life_area && !frm.doc.life_area) values.life_area = life_area;
	frm.set_value(values).then(() => dialog.hide());
}

function show_consent(frm) {
	frappe.xcall(`${REFERRAL}.consent_state`, { referral: frm.doc.name }).then((state) => {
		frm.set_intro("");
		if (state.consent) {
			frm.set_intro(__("Covered by consent {0}. The referral can be sent.", [state.consent]), "green");
			return;
		}
		frm.set_intro(__("No valid consent names this actor yet. Without it the referral cannot be sent."), "orange");
		frm.add_custom_button(__("Enter Consent"), () => enter_consent(frm, state.person));
	});
}

function enter_consent(frm, person) {
	const actor = frm.doc.actor;
	frappe.new_doc("Consent", { person, purpose: "Referral" }, (doc) => {
		frappe.model.add_child(doc, "Actor Choice", "actors").actor = actor;
		window.cur_frm?.refresh_fields();
	});
}

function ask_outcome(frm, state) {
	return new Promise((resolve, reject) => {
		const dialog = new frappe.ui.Dialog({
			title: __("What Became of It?"),
			fields: [
				{
					fieldname: "outcome", fieldtype: "Link", options: "Referral Outcome", label: __("Outcome", null, "Referral"), reqd: 1,
					get_query: () => ({ filters: { active: 1, closes_as: ["in", ["", state]] } }),
				},
				{ fieldname: "decline_reason", fieldtype: "Small Text", label: __("Reason for Declining"), hidden: state !== "Declined" },
			],
			primary_action_label: __("Continue"),
			primary_action(values) {
				dialog.answered = true;
				dialog.hide();
				frm.set_value(values).then(() => frm.save()).then(resolve, reject);
			},
		});
		dialog.onhide = () => dialog.answered || reject();
		dialog.show();
	});
}

function notify_actor(frm) {
	frappe.xcall(`${REFERRAL}.mail_recipients`, { referral: frm.doc.name }).then((addresses) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Send Appointment by Mail"),
			fields: [
				{
					fieldname: "hint", fieldtype: "HTML",
					options: `<p>${__("The mail holds the day of the handover and your contact, and nothing about the person.")}</p>`,
				},
				{ fieldname: "recipient", fieldtype: "Select", label: __("To"), options: addresses, default: addresses[0], reqd: 1 },
			],
			primary_action_label: __("Send"),
			primary_action({ recipient }) {
				dialog.hide();
				frappe.xcall(`${REFERRAL}.notify_actor`, { referral: frm.doc.name, recipient }).then((to) => {
					frappe.show_alert({ message: __("Sent to {0}", [to.join(", ")]), indicator: "green" });
					frm.reload_doc();
				});
			},
		});
		dialog.show();
	});
}

function offer_barrier(frm) {
	if (frm.doc.barrier || !frm.doc.outcome || frm.is_dirty()) return;
	frappe.db.get_value("Referral Outcome", frm.doc.outcome, "barrier_category").then(({ message }) => {
		if (!message?.barrier_category) return;
		frm.set_intro(__("Does this happen again and again? Please report it as a barrier, without any name."), "blue");
		frm.add_custom_button(__("Report a Barrier"), () => report_barrier(frm)).addClass("btn-primary");
	});
}

function report_barrier(frm) {
	frappe.xcall(`${REFERRAL}.barrier_draft`, { referral: frm.doc.name }).then((draft) => {
		const dialog = new frappe.ui.Dialog({
			title: __("Report a Barrier"),
			fields: [
				{ fieldname: "title", fieldtype: "Data", label: __("Title"), default: draft.title, reqd: 1 },
				{
					fieldname: "description", fieldtype: "Small Text", label: __("Description"), default: draft.description, reqd: 1,
					description: __("What happens again and again? Never names, file numbers or dates of birth."),
				},
			],
			primary_action_label: __("Report Barrier"),
			primary_action(values) {
				frappe.xcall(`${REFERRAL}.report_barrier`, { referral: frm.doc.name, ...values }).then((name) => {
					dialog.hide();
					frappe.show_alert({ message: __("Barrier {0} was reported", [name]), indicator: "green" });
					frm.reload_doc();
				});
			},
		});
		dialog.show();
	});
}
