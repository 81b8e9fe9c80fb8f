"""Figures that coordinators build: computed, and handed out as a table in a file. Rights are asked first."""

from typing import Any

import frappe
from frappe import _
from frappe.desk.utils import provide_binary_file
from frappe.model.document import Document

from kim_app.figures import catalogue, engine, export

KINDS = ("xlsx", "csv", "pdf")
STORED = ("row_keys", "column_keys")
"""What no reader of a table needs: a colleague, for one, is known there by the login."""


@frappe.whitelist()
def run(name: str) -> dict[str, Any]:
    """Compute a statistic.

    Answers row_labels, column_labels, cells, row_totals, column_totals, total and suppressed (how many numbers are
    hidden); a hidden number is null. `hidden` tells where, since an average of nothing is null too; `notes` what a
    reader must know. Raises `frappe.PermissionError` unless the statistic is the user's or shared with a role of the
    user's, and `frappe.ValidationError` for fields that no figures can be made of.
    """
    return {part: value for part, value in _computed(_readable(name)).items() if part not in STORED}


@frappe.whitelist()
def fields(document_type: str) -> list[dict]:
    """Return what figures about a DocType can be made of: name, label, kind (choice, date, number) and choices.

    Raises `frappe.PermissionError` for users without access to statistics.
    """
    frappe.has_permission("Statistic", "read", throw=True)
    return [
        {"value": field.name, "label": field.label, "kind": field.kind, "multiple": field.multiple}
        for field in catalogue.fields_of(document_type)
    ]


@frappe.whitelist()
def choices(document_type: str, field: str) -> list[dict]:
    """Return the values that a filter on a field can have, with labels. Raises as `fields` and `run` do."""
    frappe.has_permission("Statistic", "read", throw=True)
    catalogue.require_subject(document_type)
    return export.choices(catalogue.field_of(document_type, field, "choice"))


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


def _readable(name: str) -> Document:
    record = frappe.get_doc("Statistic", name)
    record.check_permission("read")
    return record


def _computed(record: Document) -> dict[str, Any]:
    # The super-user sees every person anyway.
    return engine.compute(record, protect=frappe.session.user != "Administrator")
