frappe.ui.form.on("Retention Run", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.status !== "Dry Run") return;
		const call = (method) =>
			frappe
				.call({ method: `kim_app.api.data_protection.${method}`, args: { run: frm.doc.name }, freeze: true })
				.then(() => frm.reload_doc());
		frm.add_custom_button(__("Approve"), () =>
			frappe.confirm(__("Anonymise or delete {0} documents? This cannot be undone.", [frm.doc.items.length]), () =>
				call("approve")
			)
		).addClass("btn-primary");
		frm.add_custom_button(__("Discard"), () => call("discard"));
	},
});
