"""Charts of the Desk: computed for whoever looks at them, with labels in that person's language.

Frappe keeps the figures of a chart in a cache that all users share, so that one would be shown what another may see.
"""

from inspect import unwrap
from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.model.document import Document

from kim_app.figures import pictures

COLOUR = "#1a4f8b"
"""In which charts are drawn; those of workspaces name it in their records."""
PALE = "#a9bfd6"
"""What stands beside it for comparison, such as the year before."""


@frappe.whitelist()
def get(
    chart_name: str | None = None,
    chart: str | dict | None = None,
    no_cache: bool | int | None = None,
    filters: str | list | dict | None = None,
    from_date: str | None = None,
    to_date: str | None = None,
    timespan: str | None = None,
    time_interval: str | None = None,
    heatmap_year: str | int | None = None,
    refresh: bool | int | None = None,
) -> dict | None:
    """Return labels and figures of a chart, without any cache; arguments as in the framework's own function.

    Raises `frappe.PermissionError` if the user may not read what the chart counts; pictures of KIM raise as
    `kim_app.figures.pictures.picture` does.
    """
    record = _chart(chart_name, chart)
    frappe.has_permission("Dashboard Chart", "read", doc=record if chart_name else None, throw=True)
    if record.get("chart_type") == "Custom":
        return pictures.picture(record.name)
    if record.get("document_type"):
        frappe.has_permission(record.document_type, "read", throw=True)
    chosen = {
        "filters": filters,
        "from_date": from_date,
        "to_date": to_date,
        "timespan": timespan,
        "time_interval": time_interval,
        "heatmap_year": heatmap_year,
    }
    # The cache wraps this function, and it does not know for whom it keeps a figure. The Desk sends "" for nothing.
    compute = unwrap(dashboard_chart.get)
    config = compute(chart_name=chart_name, chart=chart, **{key: value or None for key, value in chosen.items()})
    return _in_words(config, record)


def bars(labels: list[str], name: str, values: list[Any]) -> dict[str, Any]:
    """Return a bar chart of one row of figures, as the framework's reports take it."""
    return {
        "data": {"labels": labels, "datasets": [{"name": name, "values": values}]},
        "type": "bar",
        "colors": [COLOUR],
    }


def _chart(chart_name: str | None, chart: Any) -> Document | frappe._dict:
    return frappe.get_doc("Dashboard Chart", chart_name) if chart_name else frappe._dict(frappe.parse_json(chart or {}))


def _in_words(config: dict | None, chart: Any) -> dict | None:
    """Translate the labels where they are states or choices; a title of a list record is text already."""
    field = frappe.get_meta(chart.document_type).get_field(chart.group_by_based_on) if chart.group_by_based_on else None
    if config and field and (field.fieldtype == "Select" or field.options == "Workflow State"):
        config["labels"] = [_(label) if label else _("Not Specified") for label in config["labels"]]
    return config
