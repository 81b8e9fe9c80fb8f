"""Deputies: who stands in for whom, on which days, and the trace that they leave."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, nowdate

from kim_app.cases.colleagues import name_of, require_case_manager, require_holder
from kim_app.cases.notices import language_of, tell
from kim_app.checks import require_order
from kim_app.roles import COORDINATOR
from kim_app.setup.workflows.marks import _lt

REFUSED = frappe.PermissionError


def deputies_of(user: str, day: date | str | None = None) -> list[str]:
    """Return the colleagues who are deputies of `user` on `day`, today if not given."""
    day = getdate(day or nowdate())
    today = {"absent_user": user, "starts_on": ("<=", day), "ends_on": (">=", day)}
    return frappe.get_all("Deputy Arrangement", filters=today, pluck="deputy", distinct=True, order_by="deputy")


def stands_in(user: str, absent: str | None) -> bool:
    """Say whether `user` is today's deputy of `absent`."""
    return bool(absent) and user != absent and user in deputies_of(absent)


def check(arrangement: Document) -> None:
    """Refuse what is no deputy arrangement, and rights that somebody would give to oneself.

    Only the absent colleague, or the coordinator for others, opens cases to a deputy; confidential notes are opened by
    their author alone. Raises `frappe.PermissionError` or `frappe.ValidationError`.
    """
    require_order(arrangement, "starts_on", "ends_on")
    if arrangement.absent_user == arrangement.deputy:
        frappe.throw(_("Nobody is their own deputy. Please choose another colleague."), title=_("Deputy"))
    require_holder(arrangement.absent_user)
    require_case_manager(arrangement.deputy)
    _check_author(arrangement, frappe.session.user)


def _check_author(arrangement: Document, user: str) -> None:
    if user in ("Administrator", arrangement.absent_user):
        return
    if COORDINATOR not in frappe.get_roles(user) or user == arrangement.deputy:
        frappe.throw(_("Only the absent colleague or the coordination arranges a deputy."), REFUSED)
    before = arrangement.get_doc_before_save()
    if arrangement.confidential_notes and not (before and before.confidential_notes):
        frappe.throw(_("Only the absent colleague opens confidential notes to a deputy."), REFUSED)


def announce(arrangement: Document) -> None:
    """Tell both colleagues from when until when."""
    text = _lt("{0} stands in for {1} from {2} until {3}.")
    for user in (arrangement.absent_user, arrangement.deputy):
        names = name_of(arrangement.deputy), name_of(arrangement.absent_user)
        days = formatdate(arrangement.starts_on), formatdate(arrangement.ends_on)
        tell(user, arrangement, _(text, lang=language_of(user)).format(*names, *days))


def note_change(doc: Document, _method: str | None = None) -> None:
    """Write into the timeline of the case that a deputy changed it, or something that belongs to it."""
    if doc.get("confidential"):
        return
    name, what = (doc.name, _("Case")) if doc.doctype == "Case" else (doc.case, f"{_(doc.doctype)} {doc.name}")
    manager = frappe.db.get_value("Case", name, "case_manager")
    if stands_in(frappe.session.user, manager):
        text = _("changed as deputy for {0}: {1}").format(name_of(manager), what)
        frappe.get_doc("Case", name).add_comment("Info", text)
