frappe.ui.form.on("Data Subject Request", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.status === "Refused") return;
		frm.add_custom_button(__("Export All That Is Stored"), () =>
			frappe
				.call({
					method: "kim_app.api.data_protection.export",
					args: { request: frm.doc.name },
					freeze: true,
					freeze_message: __("Collecting …"),
				})
				.then(() => frm.reload_doc())
		).addClass("btn-primary");
	},
});
