// A consent: prepared, signed, withdrawn.
frappe.ui.form.on("Consent", {
	refresh(frm) {
		if (frm.is_new() || !frm.perm[0]?.write) return;
		if (frm.doc.withdrawn_on) {
			frm.dashboard.set_headline_alert(__("This consent was withdrawn and counts no more."), "red");
			return;
		}
		if (frm.doc.awaiting_signature) {
			frm.dashboard.set_headline_alert(__("Not signed yet: this consent does not count."), "orange");
			frm.add_custom_button(__("Signed"), () => sign(frm)).addClass("btn-primary");
		} else {
			frm.add_custom_button(__("Withdraw"), () => withdraw(frm));
		}
		frm.add_custom_button(__("Print Form"), () => print_form(frm));
	},
});

// What a button does on the server starts from what is stored, and reloads the form.
async function saved(frm) {
	if (frm.is_dirty()) await frm.save();
}

async function print_form(frm) {
	await saved(frm);
	frappe.set_route("print", "Consent", frm.doc.name);
}

async function sign(frm) {
	await saved(frm);
	frappe.prompt(
		{ fieldname: "given_on", fieldtype: "Date", label: __("Given On"), default: "Today", reqd: 1 },
		async ({ given_on }) => {
			await frappe.xcall("kim_app.api.consent.sign", { consent: frm.doc.name, given_on });
			frm.reload_doc();
		},
		__("Signed")
	);
}

async function withdraw(frm) {
	await saved(frm);
	const question = __("Withdraw this consent from today on? What rests on it is stopped. This cannot be taken back.");
	frappe.confirm(question, async () => {
		await frappe.xcall("kim_app.api.consent.withdraw", { consent: frm.doc.name });
		frm.reload_doc();
	});
}
