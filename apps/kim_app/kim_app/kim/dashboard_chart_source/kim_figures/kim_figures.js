// Where the pictures of KIM's workspaces get their figures, and how they are drawn: labels stay readable at any width.
frappe.provide("frappe.dashboards.chart_sources");
frappe.provide("kim.pictures");

frappe.dashboards.chart_sources["KIM Figures"] = {
	method: "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
};

if (!kim.pictures.make_chart) {
	kim.pictures.make_chart = frappe.utils.make_chart;
	frappe.utils.make_chart = function (wrapper, options) {
		const kind = options.data?.kim_picture;
		if (!kind) return kim.pictures.make_chart(wrapper, options);
		const draw = (data) =>
			frappe.require("/assets/kim_app/js/pictures.js", () => kim.pictures.draw(wrapper, kind, data));
		draw(options.data);
		return { update: draw };
	};
}
