// Prepares a consent for signature and opens its printed form; from a person and from a case.
frappe.provide("kim.cases");

kim.cases.PURPOSES = [
	"Counselling",
	"Release from Secrecy",
	"Referral",
	"Case Conference",
	"Exchange with Foreigners Office",
	"Land Database",
];

kim.cases.new_consent = function (person) {
	const needs_actors = "eval:['Release from Secrecy','Referral','Case Conference'].includes(doc.purpose)";
	const dialog = new frappe.ui.Dialog({
		title: __("New Consent"),
		fields: [
			{
				fieldname: "purpose",
				fieldtype: "Select",
				label: __("Purpose"),
				options: kim.cases.PURPOSES.map((value) => ({ value, label: __(value) })),
				default: "Counselling",
				reqd: 1,
			},
			{
				fieldname: "actors",
				fieldtype: "MultiSelectList",
				label: __("Actors"),
				depends_on: needs_actors,
				description: __("With whom data may be exchanged. A referral consent without actors covers nobody."),
				get_data: (text) => frappe.db.get_link_options("Actor", text),
			},
		],
		primary_action_label: __("Prepare and Print"),
		async primary_action({ purpose, actors }) {
			const name = await frappe.xcall("kim_app.api.consent.draft", { person, purpose, actors: actors || [] });
			dialog.hide();
			frappe.set_route("print", "Consent", name);
		},
	});
	dialog.show();
};

frappe.ui.form.on("Person", {
	refresh(frm) {
		if (!frm.is_new() && frappe.model.can_create("Consent")) {
			frm.add_custom_button(__("New Consent"), () => kim.cases.new_consent(frm.doc.name));
		}
	},
});
