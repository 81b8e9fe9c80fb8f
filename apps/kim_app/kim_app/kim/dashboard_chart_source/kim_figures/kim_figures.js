// Where the pictures of KIM's workspaces get their figures; public/js/pictures.js says how they are drawn.
frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["KIM Figures"] = {
	method: "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
};
