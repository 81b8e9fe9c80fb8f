"""Figures that coordinators build: computed, and handed out as a table in a file. Rights are asked first."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.desk.utils import provide_binary_file
from frappe.model.document import Document

from kim_app.figures import catalogue, engine, export, picture, sharing, words
from kim_app.figures.workspaces import SOURCE

KINDS = ("xlsx", "csv", "pdf")
STORED = ("row_keys", "column_keys")
"""What no reader of a table needs: a colleague, for one, is known there by the login."""


@frappe.whitelist()
def run(name: str) -> dict[str, Any]:
    """Compute a statistic.

    Answers row_labels, column_labels, cells, row_totals, column_totals, total and suppressed (how many numbers are
    hidden); a hidden number is null. `hidden` tells where, since an average of nothing is null too; `notes` what a
    reader must know, `filters` what is counted at all. Raises `frappe.PermissionError` unless the statistic is the
    user's or shared with a role of the user's, and `frappe.ValidationError` for fields that no figures can be made of.
    """
    record = _readable(name)
    answer = _computed(record)
    shown = {part: value for part, value in answer.items() if part not in STORED}
    return {**shown, "chart": picture.chart(record, answer), "filters": words.of_filters(record)}


@frappe.whitelist()
def chart(chart_name: str, **_ignored: Any) -> dict[str, Any]:
    """Return labels and figures of the chart of a statistic on a workspace, computed for the reader.

    The other arguments are those of the Desk. Raises as `run` does, and `frappe.PermissionError` for other charts.
    """
    if not frappe.db.exists("Dashboard Chart", chart_name):
        raise frappe.PermissionError
    record = frappe.get_doc("Dashboard Chart", chart_name)
    record.check_permission("read")
    if record.source != SOURCE:
        raise frappe.PermissionError
    drawn = run(frappe.parse_json(record.filters_json)["statistic"])["chart"]
    return {part: drawn[part] for part in ("labels", "datasets", "kim_picture") if part in drawn}


@frappe.whitelist()
def fields(document_type: str) -> list[dict]:
    """Return what figures about a DocType can be made of: name, label, kind (choice, date, number), multiple.

    `whole_months` says that a date is filtered by whole months only. Raises `frappe.PermissionError` for users without
    access to statistics.
    """
    frappe.has_permission("Statistic", "read", throw=True)
    about = {"whole_months": document_type in catalogue.ABOUT_PERSONS}
    return [
        {"value": field.name, "label": field.label, "kind": field.kind, "multiple": field.multiple, **about}
        for field in catalogue.fields_of(document_type)
    ]


@frappe.whitelist()
def choices(document_type: str, field: str) -> list[dict]:
    """Return the values that a filter on a field can have, with labels. Raises as `fields` and `run` do."""
    frappe.has_permission("Statistic", "read", throw=True)
    catalogue.require_subject(document_type)
    return export.choices(catalogue.field_of(document_type, field, "choice"))


@frappe.whitelist()
def roles(
    doctype: str,
    txt: str = "",
    searchfield: str = "name",
    start: int = 0,
    page_len: int = 20,
    filters: Any = None,
    **_ignored: Any,
) -> list:
    """Offer the roles that a figure can be shared with, for a link field. The other arguments are those of Frappe.

    Raises `frappe.PermissionError` for users who build no statistics.
    """
    frappe.has_permission("Statistic", "create", throw=True)
    return _fitting(((role, _(role)) for role in sharing.shareable()), txt)


@frappe.whitelist()
def workspaces(
    doctype: str,
    txt: str = "",
    searchfield: str = "name",
    start: int = 0,
    page_len: int = 20,
    filters: Any = None,
    **_ignored: Any,
) -> list:
    """Offer the workspaces on which a figure shared with `filters.roles` may stand. Arguments and errors as `roles`."""
    frappe.has_permission("Statistic", "create", throw=True)
    return _fitting(((name, _(name)) for name in sharing.workspaces_of(_roles(filters))), txt)


@frappe.whitelist()
def readers(
    doctype: str,
    txt: str = "",
    searchfield: str = "name",
    start: int = 0,
    page_len: int = 20,
    filters: Any = None,
    **_ignored: Any,
) -> list:
    """Offer the colleagues who read a figure shared with `filters.roles`. Arguments and errors as `roles`."""
    frappe.has_permission("Statistic", "create", throw=True)
    names = sharing.readers(_roles(filters), frappe.session.user)
    rows = frappe.get_all("User", {"name": ("in", names)}, ["name", "full_name"], order_by="full_name", as_list=True)
    return _fitting(rows, txt)


@frappe.whitelist()
def download(name: str, kind: str) -> None:
    """Answer with the table of a statistic as a file: xlsx, csv or pdf; hidden numbers stay hidden.

    Raises as `run` does, and `frappe.ValidationError` for another kind.
    """
    if kind not in KINDS:
        frappe.throw(_("Please choose XLSX, CSV or PDF."))
    record = _readable(name)
    content = getattr(export, f"as_{kind}")(record, _computed(record))
    provide_binary_file(export.filename(record), kind, content)


def _fitting(rows: Iterable[tuple], text: str) -> list[tuple]:
    return [row for row in rows if (text or "").lower() in " ".join(row).lower()]


def _roles(filters: Any) -> list[str]:
    """Read the roles of a link field's filters, separated by commas."""
    chosen = frappe.parse_json(filters) if filters else {}
    roles = chosen.get("roles") if isinstance(chosen, dict) else None
    return str(roles or "").split(",")


def _readable(name: str) -> Document:
    record = frappe.get_doc("Statistic", name)
    record.check_permission("read")
    return record


def _computed(record: Document) -> dict[str, Any]:
    # The super-user sees every person anyway.
    return engine.compute(record, protect=frappe.session.user != "Administrator")
