// The list of cases: phase and what is overdue at a glance, and how much one carries.
frappe.listview_settings["Case"] = {
	add_fields: ["workflow_state", "priority", "next_review_on"],

	get_indicator(doc) {
		const today = frappe.datetime.get_today();
		const open = !["Closed", "Declined"].includes(doc.workflow_state);
		if (open && doc.next_review_on && doc.next_review_on < today) {
			return [__("Review Overdue"), "red", `next_review_on,<,${today}|workflow_state,not in,Closed,Declined`];
		}
		if (open && doc.priority === "Acute") {
			return [__("Acute"), "orange", "priority,=,Acute"];
		}
		const colours = { Closed: "green", Declined: "gray", Enquiry: "yellow", Intake: "yellow" };
		return [__(doc.workflow_state), colours[doc.workflow_state] || "blue", `workflow_state,=,${doc.workflow_state}`];
	},

	async onload(listview) {
		if (!frappe.user.has_role("KIM Case Manager")) return;
		const load = await frappe.xcall("kim_app.api.case.my_caseload");
		const text = __("Your open cases: {0}, persons: {1}", [load.cases, load.persons]);
		const warning = load.limit && load.cases > load.limit;
		listview.page.add_inner_message(
			`<span class="indicator-pill ${warning ? "orange" : "gray"} no-indicator-dot">${text}</span>`
		);
	},
};
