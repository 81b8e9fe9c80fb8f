const PROTECTED_FIELDS = ["phone", "email", "address_line", "postal_code", "city", "contact_hint"];

frappe.ui.form.on("Person", {
	setup(frm) {
		frm.set_query("relative", "family_relations", () => ({ filters: { name: ["!=", frm.doc.name] } }));
	},

	refresh(frm) {
		frm.trigger("show_address_block");
		frm.toggle_display("section_known", false);
		if (frm.is_new()) {
			ask_for_duplicates(frm);
			return;
		}
		add_buttons(frm);
	},

	first_name: ask_for_duplicates,
	last_name: ask_for_duplicates,
	other_names: ask_for_duplicates,
	birth_date: ask_for_duplicates,

	show_address_block(frm) {
		const hidden = Boolean(frm.doc.__onload?.contact_hidden);
		PROTECTED_FIELDS.concat("address_blocked").forEach((field) => {
			frm.set_df_property(field, "read_only", hidden ? 1 : 0);
		});
		frm.set_intro("");
		if (frm.doc.address_blocked && !frm.is_new()) {
			frm.set_intro(
				hidden
					? __("Address blocked: phone, e-mail and address are shown only to those who must know.")
					: __("Address blocked: you see phone, e-mail and address, others do not. Please pass nothing on."),
				"orange"
			);
		}
	},
});

const ask_soon = frappe.utils.debounce((frm) => {
	const { first_name, last_name, birth_date, other_names } = frm.doc;
	if (!frm.is_new() || !first_name || !last_name) return;
	frappe.call({
		method: "kim_app.api.person.possible_duplicates",
		args: { first_name, last_name, birth_date, other_names },
		callback: ({ message }) => show_hint(frm, message),
	});
}, 400);

function ask_for_duplicates(frm) {
	ask_soon(frm);
}

function show_hint(frm, answer) {
	const known = Boolean(answer?.known);
	frm.toggle_display("section_known", known);
	frm.get_field("known_hint").html(
		known ? `<div class="alert alert-warning" role="status">${answer.message}</div>` : ""
	);
}

function add_buttons(frm) {
	if (frappe.model.can_create("Case")) {
		frm.add_custom_button(__("New Case"), () => frappe.new_doc("Case", { person: frm.doc.name }));
	}
	if (frappe.model.can_create("Application")) {
		frm.add_custom_button(__("New Application"), () => frappe.new_doc("Application", { person: frm.doc.name }));
	}
	if (frm.perm[0]?.write && !frm.doc.anonymised_on) {
		frm.add_custom_button(__("Merge with…"), () => merge_dialog(frm));
	}
}

async function merge_dialog(frm) {
	// Merging starts from what is stored, and reloads the form.
	if (frm.is_dirty()) await frm.save();
	const dialog = new frappe.ui.Dialog({
		title: __("Merge with another record of the same person"),
		size: "large",
		fields: [
			{
				fieldname: "source",
				fieldtype: "Link",
				options: "Person",
				label: __("The other record"),
				only_select: 1,
				description: __("It is merged into this one and then no longer exists. Nothing of it is lost."),
				reqd: 1,
				get_query: () => ({ filters: { name: ["!=", frm.doc.name] } }),
				onchange: () => show_preview(frm, dialog),
			},
			{ fieldname: "preview", fieldtype: "HTML" },
		],
		primary_action_label: __("Merge"),
		primary_action: ({ source }) => {
			frappe.confirm(__("Merge both records for good? This cannot be undone."), () => {
				merge(frm, dialog, source);
			});
		},
	});
	dialog.show();
}

function show_preview(frm, dialog) {
	const source = dialog.get_value("source");
	const html = dialog.get_field("preview");
	html.html("");
	if (!source) return;
	frappe.call({
		method: "kim_app.api.person.merge_preview",
		args: { source, target: frm.doc.name },
		callback: ({ message }) => html.html(preview_table(message || [], source, frm.doc.name)),
	});
}

function preview_table(rows, source, target) {
	const cell = (value) => `<td>${frappe.utils.escape_html(value || "")}</td>`;
	const body = rows.map(
		(row) =>
			`<tr class="${row.differs ? "table-warning" : ""}"><th scope="row">${frappe.utils.escape_html(row.label)}</th>` +
			cell(row.target) + cell(row.source) + cell(row.kept) + "</tr>"
	);
	const head = ["", target, source, __("After merging")].map((text) => `<th scope="col">${text}</th>`);
	return `<div class="table-responsive"><table class="table table-bordered table-sm">
		<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>
		<p class="text-muted">${__("Where values differ, the other one is kept in the section “From Merged Records”.")}</p>`;
}

function merge(frm, dialog, source) {
	frappe.call({
		method: "kim_app.api.person.merge",
		args: { source, target: frm.doc.name },
		freeze: true,
		freeze_message: __("Merging …"),
		callback: () => {
			dialog.hide();
			frm.reload_doc();
		},
	});
}
