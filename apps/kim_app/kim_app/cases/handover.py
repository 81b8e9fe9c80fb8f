"""Handing a case over: by whoever answers for it, to somebody who can hold it, and with a trace."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.cases import caseload
from kim_app.cases.colleagues import name_of, require_case_manager
from kim_app.cases.deputies import stands_in
from kim_app.cases.notices import language_of, tell


def hand_over(case: Document, to_user: str, note: str, open_notes: bool = False) -> None:
    """Give `case` to `to_user`; everything that belongs to it goes along, as it hangs on the case.

    Confidential notes stay closed unless their author gives them along with `open_notes`. Raises
    `frappe.PermissionError` unless the user answers for the case, `frappe.ValidationError` without a reason or for
    somebody who cannot hold cases.
    """
    require_responsible(case.case_manager)
    if not note.strip():
        frappe.throw(_("Please say why the case is handed over."), title=_("Reason Is Missing"))
    if to_user == case.case_manager:
        frappe.throw(_("{0} holds this case already.").format(name_of(to_user)), title=_("Nothing to Hand Over"))
    if open_notes:
        _open_own_notes(case.name)
    case.case_manager = to_user
    case.flags.handover_note = note
    case.save()


def check(case: Document) -> None:
    """Check a change of the case manager, by whatever way it comes. Raises as `hand_over` does."""
    former = former_manager(case)
    if former == case.case_manager:
        return
    require_case_manager(case.case_manager)
    if former:
        require_responsible(former)


def require_responsible(case_manager: str) -> None:
    """Refuse everybody but the case manager of record and today's deputy. Raises `frappe.PermissionError`."""
    user = frappe.session.user
    if user not in ("Administrator", case_manager) and not stands_in(user, case_manager):
        frappe.throw(
            _("Only the case manager of record or the deputy hands a case over."),
            frappe.PermissionError,
            title=_("Not Yours to Hand Over"),
        )


def record(case: Document) -> None:
    """Write who gave the case to whom and why, tell the new colleague, and mind the caseload."""
    former = former_manager(case)
    if former == case.case_manager:
        return
    if former:
        note = frappe.utils.escape_html(case.flags.handover_note or _("no reason given"))
        names = name_of(former), name_of(case.case_manager)
        case.add_comment("Info", _("handed the case over from {0} to {1}: {2}").format(*names, note))
    text = _("Case {0} is now yours.", lang=language_of(case.case_manager))
    tell(case.case_manager, case, text.format(case.name))
    caseload.warn(case.case_manager)


def former_manager(case: Document) -> str | None:
    """Return who held the case before this save; None for a new one."""
    before = case.get_doc_before_save()
    return before.case_manager if before else None


def _open_own_notes(case: str) -> None:
    own = {"case": case, "owner": frappe.session.user, "confidential": 1}
    for name in frappe.get_list("Contact Note", filters=own, pluck="name", limit=0):
        note = frappe.get_doc("Contact Note", name)
        note.confidential = 0
        note.save()
