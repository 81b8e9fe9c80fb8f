frappe.ui.form.on("Household", {
	refresh(frm) {
		if (frm.is_new()) return;
		frappe.call({
			method: "kim_app.api.person.household_members",
			args: { household_name: frm.doc.name },
			callback: ({ message }) => frm.get_field("members_view").html(members_table(message || [])),
		});
		frm.add_custom_button(__("New Member"), () => frappe.new_doc("Person", { household: frm.doc.name }));
	},
});

function members_table(members) {
	if (!members.length) {
		return `<p class="text-muted">${__("No member yet. Choose this household on the person, in the tab “Family”.")}</p>`;
	}
	const rows = members.map(
		(member) => `<tr>
			<td><a href="${frappe.utils.get_form_link("Person", member.name)}">${frappe.utils.escape_html(member.full_name)}</a></td>
			<td>${member.birth_date ? frappe.datetime.str_to_user(member.birth_date) : ""}</td>
			<td>${member.age ?? ""}</td>
			<td>${__(member.gender || "", null, "Person")}</td></tr>`
	);
	const head = [__("Name"), __("Date of Birth"), __("Age"), __("Gender")].map((text) => `<th scope="col">${text}</th>`);
	return `<div class="table-responsive"><table class="table table-bordered table-sm">
		<thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
