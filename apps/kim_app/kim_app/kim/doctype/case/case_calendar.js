// The calendar of the next reviews.
frappe.views.calendar["Case"] = {
	field_map: { start: "next_review_on", end: "next_review_on", id: "name", title: "person_name", allDay: 1 },
	get_events_method: "frappe.desk.calendar.get_events",
};
