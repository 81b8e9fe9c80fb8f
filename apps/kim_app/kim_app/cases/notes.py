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
    if before and frappe.session.user not in ("Administrator", before.owner):
        _keep_secrecy(before, note)


def _keep_secrecy(before: Document, note: Document) -> None:
    if bool(before.confidential) != bool(note.confidential):
        frappe.throw(_("Only the author of a note says whether it is confidential."), frappe.PermissionError)
