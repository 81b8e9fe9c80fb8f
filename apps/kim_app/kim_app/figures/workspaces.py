"""Puts the chart of a statistic on the workspaces that it names, and takes it off again.

The statistic is what is kept: a later release may bring a workspace anew, and the charts are put there again.
"""

import json
from typing import Any

import frappe

SOURCE = "Statistic"
WIDTH = 12


def show(record: Any) -> None:
    """Let the workspaces hold the chart exactly where the statistic says."""
    wanted = {row.workspace for row in record.workspaces}
    chart = _chart_of(record) if wanted else _name_of(record.name)
    placed = set(_placed(chart))
    for workspace in placed - wanted:
        _take_off(workspace, chart)
    for workspace in wanted:
        _take_off(workspace, chart)
        _put_on(workspace, chart, record.title)
    if not wanted:
        _drop(chart)


def remove(name: str) -> None:
    """Take the chart of a statistic off all workspaces."""
    chart = _name_of(name)
    for workspace in _placed(chart):
        _take_off(workspace, chart)
    _drop(chart)


def show_all() -> None:
    """Put all charts where they belong, after a release has brought its workspaces."""
    for name in frappe.get_all("Workspace Choice", {"parenttype": "Statistic"}, pluck="parent", distinct=True):
        show(frappe.get_doc("Statistic", name))


def _name_of(statistic: str) -> str:
    return f"Statistic {statistic}"


def _placed(chart: str) -> list[str]:
    return frappe.get_all("Workspace Chart", {"parenttype": "Workspace", "chart_name": chart}, pluck="parent")


def _chart_of(record: Any) -> str:
    """Store the chart, readable by the roles that the statistic is shared with."""
    name = _name_of(record.name)
    exists = frappe.db.exists("Dashboard Chart", name)
    chart = frappe.get_doc("Dashboard Chart", name) if exists else frappe.new_doc("Dashboard Chart")
    chart.update(
        {
            "chart_name": name,
            "chart_type": "Custom",
            "source": SOURCE,
            "type": record.chart_type or "Bar",
            "is_public": 1,
            "filters_json": json.dumps({"statistic": record.name}),
            "roles": [{"role": row.role} for row in record.shared_with],
        }
    )
    # Coordinators keep no charts of their own; this one follows their statistic.
    chart.save(ignore_permissions=True)
    return name


def _drop(chart: str) -> None:
    if frappe.db.exists("Dashboard Chart", chart):
        # It follows the statistic, which its owner changed.
        frappe.delete_doc("Dashboard Chart", chart, ignore_permissions=True)


def _put_on(workspace: str, chart: str, title: str) -> None:
    rows = frappe.get_all("Workspace Chart", {"parent": workspace, "parenttype": "Workspace"}, pluck="label")
    label = title if title not in rows else f"{title} ({len(rows) + 1})"
    place = {"parent": workspace, "parenttype": "Workspace", "parentfield": "charts", "idx": len(rows) + 1}
    frappe.get_doc({"doctype": "Workspace Chart", **place, "chart_name": chart, "label": label}).db_insert()
    block = {"id": frappe.generate_hash(length=10), "type": "chart", "data": {"chart_name": label, "col": WIDTH}}
    _write(workspace, _after_the_pictures(_blocks(workspace), block))


def _after_the_pictures(blocks: list[dict], block: dict) -> list[dict]:
    """Return the blocks with one more below the last chart: pictures come first, lists and reports after them."""
    charts = [place for place, each in enumerate(blocks, start=1) if each.get("type") == "chart"]
    place = charts[-1] if charts else len(blocks)
    return [*blocks[:place], block, *blocks[place:]]


def _take_off(workspace: str, chart: str) -> None:
    place = {"parent": workspace, "parenttype": "Workspace", "chart_name": chart}
    labels = frappe.get_all("Workspace Chart", place, pluck="label")
    if not labels:
        return
    frappe.db.delete("Workspace Chart", place)
    _write(workspace, [block for block in _blocks(workspace) if block.get("data", {}).get("chart_name") not in labels])


def _blocks(workspace: str) -> list[dict]:
    return json.loads(frappe.db.get_value("Workspace", workspace, "content") or "[]")


def _write(workspace: str, blocks: list[dict]) -> None:
    """Store the blocks of a workspace; its date stays, by which a release knows whether it has a newer one."""
    frappe.db.set_value("Workspace", workspace, "content", json.dumps(blocks), update_modified=False)
    frappe.clear_document_cache("Workspace", workspace)
    frappe.cache.delete_key("bootinfo")
