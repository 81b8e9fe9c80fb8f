"""What an annual report shows: computed as long as it is a draft, and kept in it from the day it was handed in.

Only what the readers of the report may see is kept: a hidden number is nowhere in it, and no document is named. Figures
and state are one row of the database, so that there is never one without the other.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, now_datetime, nowdate

from kim_app.figures.annual import report
from kim_app.settings import setting

FIGURES = "figures"
KEPT = (FIGURES, "handed_in_on", "handed_in_by", "hidden_below")
"""Fields that belong to a report that was handed in."""
CONTENT = ("year", "audience", "title", "introduction", *KEPT)
"""What a report says, beside its remarks."""


def sheet_of(doc: Document) -> dict[str, Any]:
    """Return what form and paper show: `pages` with their numbers, `municipality`, `hidden_below`, `state`, `notice`.

    A number is None where there is none, and a mark where it is hidden. Nobody is shown more than the audience of the
    report may see.
    """
    content = json.loads(doc.get(FIGURES)) if doc.get(FIGURES) else _computed(doc)
    return {**content, **_standing(doc)}


def forget(doc: Document) -> None:
    """Take away what a draft must not hold: figures are kept by the server alone, and a copy starts anew."""
    for fieldname in KEPT:
        doc.set(fieldname, None)


def keep(doc: Document) -> None:
    """Compute the figures once more and keep them, in the language of the site, with the day and whoever did it."""
    with _in_language(frappe.get_system_settings("language")):
        content = _computed(doc)
    doc.set(FIGURES, json.dumps(content, ensure_ascii=False))
    doc.update(
        {
            "handed_in_on": now_datetime(),
            "handed_in_by": frappe.session.user,
            "hidden_below": content["hidden_below"],
        }
    )


def require_unchanged(doc: Document) -> None:
    """Refuse a change of what was handed in, even where somebody opened a field for that.

    Raises `frappe.ValidationError` that says how to correct it.
    """
    before = doc.get_doc_before_save()
    if before and _said(before) != _said(doc):
        frappe.throw(
            _("This report was handed in and stays as it is. To correct it, please withdraw it and amend it."),
            title=_("Annual Report"),
        )


def require_draft(doc: Document) -> None:
    """Refuse to delete what was handed in once. Raises `frappe.ValidationError`."""
    if not doc.docstatus.is_draft():
        frappe.throw(_("A report that was handed in is kept, even if it was withdrawn."), title=_("Annual Report"))


def _computed(doc: Document) -> dict[str, Any]:
    pages = report.pages(doc.year, doc.audience)
    return {
        "municipality": setting("municipality") or "",
        "hidden_below": report.limit(doc.audience),
        "pages": [_page(page, doc) for page in pages],
    }


def _page(page: report.Page, doc: Document) -> dict[str, Any]:
    remarks = [row.remark for row in doc.remarks if row.topic == page.topic]
    return {
        "topic": page.topic,
        "introduction": page.introduction,
        "remark": "\n".join(remarks),
        "picture": page.picture,
        "blocks": [_block(block) for block in page.blocks],
    }


def _block(block: report.Block) -> dict[str, Any]:
    return {
        "heading": block.heading,
        "what": block.what,
        "lines": [_line(line) for line in block.lines],
        "total": _line(block.total) if block.total and block.lines else None,
        "notes": block.notes,
    }


def _line(line: report.Line) -> dict[str, Any]:
    return {"label": line.label, "before": line.before.shown, "now": line.now.shown}


def _standing(doc: Document) -> dict[str, str]:
    """Say in the reader's language whether the figures are final."""
    if doc.docstatus.is_draft():
        notice = _("Draft: these are the figures of {0}; they may still change.").format(formatdate(nowdate()))
        return {"state": "draft", "notice": notice}
    day = formatdate(getdate(doc.handed_in_on))
    if doc.docstatus.is_cancelled():
        return {"state": "withdrawn", "notice": _("Withdrawn. It was handed in on {0}.").format(day)}
    return {"state": "final", "notice": _("Handed in on {0}, with the figures of that day.").format(day)}


def _said(doc: Document) -> list[str]:
    rows = [(row.topic, row.remark) for row in doc.remarks]
    return [str(value or "") for value in (*(doc.get(fieldname) for fieldname in CONTENT), rows)]


@contextmanager
def _in_language(language: str | None) -> Iterator[None]:
    before, frappe.local.lang = frappe.local.lang, language or frappe.local.lang
    try:
        yield
    finally:
        frappe.local.lang = before
