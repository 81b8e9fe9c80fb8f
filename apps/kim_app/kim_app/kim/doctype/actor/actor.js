// Actor: coordinators confirm an entry with one click, everybody else says what is wrong with it.
frappe.ui.form.on("Actor", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.perm[0]?.write) {
			frm.add_custom_button(__("Confirm Today"), () => confirm_today(frm));
		} else {
			frm.add_custom_button(__("Suggest a Change"), () => kim.directory.suggest_change(frm));
		}
		const confirmed = frm.doc.verified_on && frm.doc.verification && !kim.directory.is_unconfirmed(frm.doc.verified_on);
		frm.dashboard.clear_headline();
		if (!confirmed) frm.dashboard.set_headline_alert(frappe.utils.escape_html(frm.doc.verification || ""), "orange");
	},
});

function confirm_today(frm) {
	frappe.xcall("kim_app.api.actor.confirm", { actor: frm.doc.name }).then((offers) => {
		frappe.show_alert({ message: __("Confirmed, with {0} offers", [offers]), indicator: "green" });
		frm.reload_doc();
	});
}
