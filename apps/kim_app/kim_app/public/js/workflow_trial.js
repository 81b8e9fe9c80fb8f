// Tries a workflow out before it is used, and moves documents out of a state that is to go.
frappe.provide("kim.workflow");

kim.workflow.states_of = (frm) => [...new Set(frm.doc.states.map((row) => row.state).filter(Boolean))];

kim.workflow.as_options = (states) => states.map((state) => ({ value: state, label: __(state) }));

kim.workflow.list_of = function (texts, empty) {
	if (!texts.length) return `<span class="text-muted">${empty}</span>`;
	return `<ul class="mb-0 pl-3">${texts.map((text) => `<li>${frappe.utils.escape_html(text)}</li>`).join("")}</ul>`;
};

kim.workflow.trial_table = function (rows) {
	const line = (row) => `<tr>
		<td><b>${frappe.utils.escape_html(__(row.action))}</b><br>→ ${frappe.utils.escape_html(__(row.next_state))}</td>
		<td>${frappe.utils.escape_html(__(row.role))}</td>
		<td>${kim.workflow.list_of(row.hindrances, __("nothing"))}</td>
		<td>${kim.workflow.list_of(row.follows, __("nothing more"))}</td>
	</tr>`;
	const heads = [__("Step"), __("Role"), __("Stopped By"), __("What Follows")];
	if (!rows.length) return `<p class="text-muted">${__("No step leads out of this state.")}</p>`;
	return `<div class="table-responsive"><table class="table table-bordered small kim-trial">
		<thead><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr></thead>
		<tbody>${rows.map(line).join("")}</tbody></table></div>`;
};

kim.workflow.try_out = function (frm) {
	const states = kim.workflow.states_of(frm);
	const show = async () => {
		const { state, document } = dialog.get_values(true);
		const rows = await frappe.xcall("kim_app.api.workflow.try_out", { workflow: frm.doc.name, state, document });
		dialog.get_field("result").$wrapper.html(kim.workflow.trial_table(rows));
	};
	const dialog = new frappe.ui.Dialog({
		title: __("Try Out: {0}", [frm.doc.name]),
		size: "extra-large",
		fields: [
			{
				fieldname: "state",
				fieldtype: "Select",
				label: __("From State"),
				options: kim.workflow.as_options(states),
				default: states[0],
				change: () => show(),
			},
			{ fieldtype: "Column Break" },
			{
				fieldname: "document",
				fieldtype: "Link",
				options: frm.doc.document_type,
				label: __("Document"),
				hidden: !frappe.model.can_read(frm.doc.document_type),
				description: __("Empty: as with a document that is not filled in. Gates are asked of a chosen one alone."),
				change: () => show(),
			},
			{ fieldtype: "Section Break" },
			{ fieldname: "result", fieldtype: "HTML" },
		],
	});
	dialog.show();
	show();
};

kim.workflow.told_of_move = function ({ moved, stayed, queued }) {
	if (queued) {
		return frappe.show_alert({ message: __("{0} documents are being moved.", [queued]), indicator: "blue" });
	}
	const text = __("{0} documents were moved, {1} could not be: a gate stops them.", [moved, stayed]);
	frappe.msgprint({ title: __("Move Documents"), message: text, indicator: stayed ? "orange" : "green" });
};

kim.workflow.move_documents = async function (frm) {
	const numbers = await frappe.xcall("kim_app.api.workflow.state_numbers", { workflow: frm.doc.name });
	const filled = Object.keys(numbers).map((state) => ({ value: state, label: `${__(state)} (${numbers[state]})` }));
	frappe.prompt(
		[
			{ fieldname: "state", fieldtype: "Select", label: __("From State"), options: filled, reqd: 1 },
			{
				fieldname: "next_state",
				fieldtype: "Select",
				label: __("To State"),
				options: kim.workflow.as_options(kim.workflow.states_of(frm)),
				reqd: 1,
				description: __("Documents that a gate keeps out of it stay where they are."),
			},
		],
		async (values) => {
			const count = await frappe.xcall(
				"kim_app.api.workflow.move_documents",
				{ workflow: frm.doc.name, ...values },
				"POST"
			);
			kim.workflow.told_of_move(count);
		},
		__("Move Documents"),
		__("Move")
	);
};

frappe.ui.form.on("Workflow", {
	refresh(frm) {
		if (frm.is_new()) return;
		const saved = (action) => () => (frm.is_dirty() ? frm.save().then(() => action(frm)) : action(frm));
		frm.add_custom_button(__("Try Out"), saved(kim.workflow.try_out));
		frm.add_custom_button(__("Move Documents"), () => kim.workflow.move_documents(frm));
	},
});

if (!kim.workflow.hears_of_moves) {
	kim.workflow.hears_of_moves = true;
	frappe.realtime.on("kim_documents_moved", kim.workflow.told_of_move);
}
