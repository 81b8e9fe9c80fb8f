// The list of consents: what counts today.
frappe.listview_settings["Consent"] = {
	add_fields: ["given_on", "valid_until", "withdrawn_on", "awaiting_signature"],
	formatters: { purpose: (value) => __(value) },
	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		if (doc.withdrawn_on) return [__("Withdrawn"), "red", "withdrawn_on,is,set"];
		if (doc.awaiting_signature) return [__("Awaiting Signature"), "orange", "awaiting_signature,=,1"];
		if (doc.valid_until && doc.valid_until < today) return [__("Expired"), "gray", `valid_until,<,${today}`];
		return [__("In Force"), "green", "awaiting_signature,=,0|withdrawn_on,is,not set"];
	},
};
