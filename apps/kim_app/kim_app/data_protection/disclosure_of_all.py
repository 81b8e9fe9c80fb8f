"""The answer to Art. 15 GDPR: one JSON and one PDF of all that is stored about a person."""

import json
from typing import Any

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.pdf import get_pdf

from kim_app.data_protection.holdings import Holding, holdings_of
from kim_app.data_protection.requests import require_identity

NOT_SHOWN = ("Section Break", "Column Break", "Tab Break", "HTML", "Button", "Fold", "Heading")
INTERNAL = ("name_key", "entered_by", "workflow_state_field")
TEMPLATE = "kim_app/templates/kim/disclosure_of_all.html"


def export(request: Any) -> dict[str, str]:
    """Store both files at `request` and return their addresses.

    Confidential notes are part of it (Art. 15 knows no exception for them); they are named in the list of what the
    officer checks for the rights of others (Art. 15 (4)). Raises `frappe.ValidationError` without checked identity.
    """
    require_identity(request)
    content = collect(request.person) if request.person else []
    checks = [check for part in content for check in part["checks"]]
    data = {"request": request.name, "generated_on": str(now_datetime()), "documents": content, "to_check": checks}
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    html = frappe.render_template(TEMPLATE, {"request": request, "parts": content, "checks": checks})
    contents = {"data_file": ("json", text), "export_file": ("pdf", get_pdf(html))}
    files = {field: _store(request, field, *content) for field, content in contents.items()}
    request.update({**files, "exported_on": now_datetime(), "checklist": "\n".join(checks) or _("Nothing found.")})
    request.save()
    return files


def collect(person: str) -> list[dict]:
    """Return each document about `person` with its filled fields, remarks and files. Asks no rights: callers do."""
    return [_part(holding) for holding in holdings_of(person)]


def _part(holding: Holding) -> dict:
    doc = frappe.get_doc(holding.doctype, holding.name)
    whole = holding.rows is None
    return {
        "document": _(doc.doctype),
        "name": doc.name,
        "entered_on": str(doc.creation),
        "fields": _fields(doc) if whole else [],
        "tables": _tables(doc, holding.rows),
        "remarks": _remarks(doc) if whole else [],
        "files": _files(doc) if whole else [],
        "former_values": _former_values(doc) if whole else [],
        "checks": _checks(doc, whole),
    }


def _fields(doc: Any) -> list[dict]:
    """Return label and value of every filled field, whatever its permission level: it is stored."""
    shown = (field for field in doc.meta.fields if field.fieldtype not in (*NOT_SHOWN, "Table", "Table MultiSelect"))
    return [
        {"label": _(field.label or field.fieldname, context=doc.doctype), "value": _value(doc, field)}
        for field in shown
        if field.fieldname not in INTERNAL and doc.get(field.fieldname) not in (None, "", 0)
    ]


def _value(doc: Any, field: Any) -> str:
    if field.fieldtype == "Link":
        linked = frappe.get_meta(field.options)
        if linked.show_title_field_in_link:
            return frappe.db.get_value(field.options, doc.get(field.fieldname), linked.title_field)
    if field.fieldtype in ("Link", "Select"):
        return _(doc.get(field.fieldname))
    return frappe.format_value(doc.get(field.fieldname), field.as_dict(), doc)


def _tables(doc: Any, rows: tuple[str, ...] | None) -> list[dict]:
    tables = []
    for field in doc.meta.get_table_fields():
        shown = [_fields(row) for row in doc.get(field.fieldname) or () if rows is None or row.name in rows]
        if shown:
            tables.append({"label": _(field.label or field.fieldname, context=doc.doctype), "rows": shown})
    return tables


def _remarks(doc: Any) -> list[dict]:
    """Return comments and mails about the document."""
    about = {"reference_doctype": doc.doctype, "reference_name": doc.name}
    wanted = {**about, "comment_type": "Comment"}
    comments = frappe.get_all("Comment", filters=wanted, fields=["creation", "content"], order_by="creation")
    mails = frappe.get_all("Communication", filters=about, fields=["creation", "subject", "content"])
    return [{**row, "content": frappe.utils.strip_html(row.content or "")} for row in (*comments, *mails)]


def _files(doc: Any) -> list[str]:
    filters = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
    return frappe.get_all("File", filters=filters, pluck="file_name")


def _former_values(doc: Any) -> list[dict]:
    """Return what stood in the document before: versions keep it, so it is stored."""
    filters = {"ref_doctype": doc.doctype, "docname": doc.name}
    changes = []
    for version in frappe.get_all("Version", filters=filters, fields=["creation", "data"], order_by="creation"):
        for fieldname, before, _after in json.loads(version.data or "{}").get("changed", ()):
            field = doc.meta.get_field(fieldname)
            if field and before and fieldname not in INTERNAL:
                changes.append({"until": str(version.creation), "label": _(field.label), "value": str(before)})
    return changes


def _checks(doc: Any, whole: bool) -> list[str]:
    """Say which passages may concern others, for the officer to look at before sending."""
    name = f"{_(doc.doctype)} {doc.name}"
    checks = []
    if doc.get("confidential"):
        checks.append(_("{0}: confidential note. Does it speak of others, or harm the person?").format(name))
    if not whole:
        checks.append(_("{0}: belongs to others too. Only the rows about this person are in the file.").format(name))
    if whole and (doc.doctype == "Household" or doc.get("family_relations") or doc.get("participants")):
        checks.append(_("{0}: names other people.").format(name))
    return checks


def _store(request: Any, fieldname: str, extension: str, content: str | bytes) -> str:
    """Attach a private file; only who works on requests may read what hangs on one."""
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"{request.name}-{now_datetime():%Y%m%d%H%M%S}.{extension}",
            "is_private": 1,
            "content": content,
            "attached_to_doctype": request.doctype,
            "attached_to_name": request.name,
            "attached_to_field": fieldname,
        }
    )
    return file.insert().file_url
