"""Checks that several documents share. Each refusal says what to do."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, nowdate


def require_not_future(doc: Document, *fieldnames: str) -> None:
    """Refuse dates after today. Raises `frappe.ValidationError`."""
    for fieldname in fieldnames:
        value = doc.get(fieldname)
        if value and getdate(value) > getdate(nowdate()):
            frappe.throw(
                _("{0} lies in the future. Please enter today or an earlier date.").format(_label(doc, fieldname)),
                title=_("Date in the Future"),
            )


def require_order(doc: Document, earlier: str, later: str) -> None:
    """Refuse a `later` date or time that lies before the `earlier` one. Raises `frappe.ValidationError`."""
    first, second = doc.get(earlier), doc.get(later)
    if first and second and get_datetime(second) < get_datetime(first):
        frappe.throw(
            _("{0} lies before {1}. Please correct one of the two.").format(_label(doc, later), _label(doc, earlier)),
            title=_("Order of Dates"),
        )


def _label(doc: Document, fieldname: str) -> str:
    return frappe.bold(_(doc.meta.get_label(fieldname), context=doc.doctype))
