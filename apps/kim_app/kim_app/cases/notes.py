"""Contact notes: whose they are, and who says that they are confidential."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, get_datetime, now_datetime

CLOCKS_DIFFER = 5
"""Minutes by which the clock of a workplace may be ahead."""


def check(note: Document) -> None:
    """Refuse contacts to come and a change of secrecy by anybody but the author.

    Raises `frappe.ValidationError` or `frappe.PermissionError`.
    """
    if get_datetime(note.contact_on) > add_to_date(now_datetime(), minutes=CLOCKS_DIFFER):
        frappe.throw(
            _("The contact lies in the future. Please enter when it took place, or note it under “Next Step”."),
            title=_("Date in the Future"),
        )
    before = note.get_doc_before_save()
    if before:
        _keep_place(before, note)


def _keep_place(before: Document, note: Document) -> None:
    """A note stays in its case, and its author alone opens or closes it."""
    if before.case != note.case:
        frappe.throw(_("A note stays in the case for which it was written."), title=_("Case"))
    closed_by_other = bool(before.confidential) != bool(note.confidential)
    if closed_by_other and frappe.session.user not in ("Administrator", before.owner):
        frappe.throw(_("Only the author of a note says whether it is confidential."), frappe.PermissionError)
