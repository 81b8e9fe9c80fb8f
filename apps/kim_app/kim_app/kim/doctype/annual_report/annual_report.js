// The annual report: its words, and the figures as they will be or were handed in. On paper it has a page per topic.

const QUESTIONS = {
	"Hand In": () =>
		__("From now on the figures stay as they are today, and the report can no longer be changed. Hand it in?"),
	"Take Back": () =>
		__("The report is kept as it is, marked as withdrawn. To correct it, choose “Amend” afterwards. Take it back?"),
};

frappe.ui.form.on("Annual Report", {
	refresh(frm) {
		frm.fields_dict.figures_area.$wrapper.empty();
		frm.kim_asked = (frm.kim_asked || 0) + 1;
		if (frm.is_new()) return;
		frm.add_custom_button(frm.doc.docstatus ? __("Figures of Today") : __("Show Figures"), () => {
			const { year, audience } = frm.doc;
			frappe.set_route("query-report", "Annual Report", { year, audience });
		});
		frm.add_custom_button(__("Print"), () => frm.print_doc());
		show_figures(frm);
	},

	// What cannot be taken back is asked for once more.
	before_workflow_action(frm) {
		const question = QUESTIONS[frm.selected_workflow_action];
		if (!question) return;
		frappe.dom.unfreeze();
		return new Promise((resolve) => {
			frappe.confirm(question(), () => {
				frappe.dom.freeze();
				resolve();
			});
		});
	},
});

async function show_figures(frm) {
	// A form is drawn again while it is saved: the last answer counts.
	const asked = frm.kim_asked;
	const sheet = await frappe.xcall("kim_app.api.annual_report.figures", { name: frm.doc.name });
	if (asked !== frm.kim_asked) return;
	const colour = { draft: "orange", final: "green", withdrawn: "red" }[sheet.state];
	frm.set_intro(frappe.utils.escape_html(sheet.notice), colour);
	const pages = sheet.pages.map((page, number) => page_of(frm, page, number));
	frm.fields_dict.figures_area.$wrapper.html(
		pages.join("") || `<p class="text-muted">${__("No topic of the annual report is active.")}</p>`
	);
}

function page_of(frm, page, number) {
	const tables = page.blocks.map((block) => table_of(frm, block)).join("");
	return `<details class="mb-3" ${number ? "" : "open"}>
		<summary class="bold" style="cursor: pointer; padding: 4px 0">${frappe.utils.escape_html(page.topic)}</summary>
		<div style="display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 0 24px">
		${tables}</div></details>`;
}

function table_of(frm, { heading, what, lines, total, notes }) {
	const text = frappe.utils.escape_html;
	const number = (value) => (value === null ? "" : typeof value === "number" ? format_number(value, null, 0) : text(value));
	const cells = ({ before, now }) => [before, now].map((value) => `<td class="text-right">${number(value)}</td>`).join("");
	const row = (line, style = "") => `<tr style="${style}"><td>${text(line.label)}</td>${cells(line)}</tr>`;
	const body = lines.map((line) => row(line)).join("");
	const none = `<tr><td colspan="3">${__("Nothing in these two years.")}</td></tr>`;
	return `<div class="mt-2"><table class="table table-sm" style="margin-bottom: 4px"><caption class="bold"
		style="caption-side: top; color: inherit; padding: 4px">${text(heading)}</caption><thead><tr>
		<th scope="col">${text(what)}</th><th scope="col" class="text-right">${frm.doc.year - 1}</th>
		<th scope="col" class="text-right">${frm.doc.year}</th></tr></thead>
		<tbody>${body || none}${total ? row(total, "font-weight: bold") : ""}</tbody></table>
		<p class="text-muted small">${notes.map(text).join(" ")}</p></div>`;
}
