// A statistic as a chart on a workspace: computed for whoever looks at it.

frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Statistic"] = { method: "kim_app.api.statistic.chart", filters: [] };
