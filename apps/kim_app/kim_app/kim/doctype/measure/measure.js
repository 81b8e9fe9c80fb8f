// Measure: whoever is responsible is found by a name, enters the progress, and the effect is asked for when it is done.

const OWN_SHARE = ["progress", "progress_note"];

frappe.ui.form.on("Measure", {
	setup(frm) {
		frm.set_query("responsible_type", () => ({ filters: { name: ["in", ["Actor", "User"]] } }));
		frm.set_query("barrier", () => ({ filters: { workflow_state: ["!=", "Rejected"] } }));
	},

	refresh(frm) {
		const { progress, effect, due_on } = frm.doc;
		frm.set_intro("");
		const share = keep_to_own_share(frm);
		if (frm.is_new()) return;
		show_figures(frm);
		if (share) frm.set_intro(share, "blue");
		if (progress >= 100 && !effect && frappe.user.has_role("KIM Coordinator")) {
			frm.set_intro(__("Done. Did it help? Please check the figures of the barrier and enter the effect."), "blue");
		} else if (progress < 100 && due_on && due_on < frappe.datetime.get_today()) {
			frm.set_intro(__("This measure is overdue."), "orange");
		}
	},

	responsible_type(frm) {
		frm.set_value("responsible", "");
	},
});

// The server refuses the rest; here it is not offered. Returns what to tell whoever is responsible.
function keep_to_own_share(frm) {
	const whole = frm.is_new() || frappe.user.has_role("KIM Coordinator");
	frm.meta.fields.forEach(({ fieldname, read_only }) => {
		if (!OWN_SHARE.includes(fieldname)) frm.set_df_property(fieldname, "read_only", whole ? read_only : 1);
	});
	if (whole || !frm.perm[0].write) return "";
	return __("You are responsible: please enter the progress and what has been done. Everything else is changed by the coordination.");
}

async function show_figures(frm) {
	const allowed = ["KIM Coordinator", "KIM Steering Member", "KIM Case Manager"].some((role) => frappe.user.has_role(role));
	frm.toggle_display("section_figures", allowed);
	const $area = frm.fields_dict.figures.$wrapper.empty();
	if (!allowed) return;
	$area.html(figures_html(await frappe.xcall("kim_app.api.measure.figures", { measure: frm.doc.name })));
}

function figures_html({ due_on, months, begun, before, after, phases }) {
	const number = (value) => (value === null ? "•" : value);
	const sign = (value) => (value === null ? "•" : value > 0 ? `+${value}` : value);
	// Four columns fit on a telephone.
	const tight = 'style="padding: 4px"';
	const cells = (kind, first, others) =>
		`<tr><${kind} ${tight}>${first}</${kind}>${others.map((other) => `<${kind} class="text-right" ${tight}>${other}</${kind}>`).join("")}</tr>`;
	const line = (label, first, second, change) => cells("td", frappe.utils.escape_html(label), [first, second, `<b>${change}</b>`]);
	const head = cells("th", __("Figure"), [__("Before the Measure"), __("After the Measure"), __("Difference")]);
	const told = (value) => (value === null ? "–" : value);
	const change = [before, after].every((value) => typeof value === "number") ? after - before : null;
	const rows = [line(__("Newly met in cases"), told(before), told(after), change === null ? "–" : sign(change))];
	phases.forEach((row) => {
		rows.push(line(__("Days in {0} (median)", [row.label]), number(row.before), number(row.after), sign(row.difference)));
	});
	const day = frappe.datetime.str_to_user(due_on);
	const hint = begun
		? __("Compared are the {0} months up to the one of {1}, when the measure was due, and the {0} months after it.", [months, day])
		: __("The measure is due on {0}. There is something to compare with from the month after it on.", [day]);
	return `<p>${hint}</p><div class="table-responsive"><table class="table table-bordered table-sm"
		style="font-size: clamp(11px, 2.9vw, 13px)"><thead>${head}</thead><tbody>${rows.join("")}</tbody></table></div>
		<p class="text-muted small">${__("A phase that is not over counts with its days so far. • stands for too few cases to compare.")}</p>`;
}
