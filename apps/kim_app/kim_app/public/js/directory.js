// What the forms and lists of the network's directory share.
frappe.provide("kim.directory");

kim.directory.months = () => cint(frappe.boot.kim_actor_verification_months) || 12;

kim.directory.limit = () => frappe.datetime.add_months(frappe.datetime.get_today(), -kim.directory.months());

kim.directory.is_unconfirmed = (day) => !day || day < kim.directory.limit();

kim.directory.suggest_change = (frm) => {
	frappe.prompt(
		[
			{
				fieldname: "suggestion",
				fieldtype: "Small Text",
				label: __("What Should Be Changed?"),
				description: __("Goes to the coordination. Please no names of clients."),
				reqd: 1,
			},
		],
		({ suggestion }) => {
			const entry = { doctype: frm.doctype, name: frm.doc.name, suggestion };
			frappe.xcall("kim_app.api.actor.suggest_change", entry).then(() => {
				frappe.show_alert({ message: __("Thank you. The coordination was told."), indicator: "green" });
			});
		},
		__("Suggest a Change"),
		__("Send"),
	);
};
