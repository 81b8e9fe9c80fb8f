"""Missing papers: what is asked for until when, and what happens if it does not come.

§ 82 AufenthG (for naturalisations with § 34 StAG): the applicant brings the papers without delay; the office may set
a date and states what follows if it passes.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model import workflow
from frappe.model.document import Document
from frappe.utils import add_days, cint, getdate, nowdate

from kim_app.applications.checklist import unanswered
from kim_app.applications.decision import NATURALISATION_OFFICE
from kim_app.applications.facts import office_of
from kim_app.applications.states import DOCUMENTS_REQUESTED, is_undecided
from kim_app.settings import setting


def request_papers(doc: Document, due_on: date | None = None, reminder_on: date | None = None) -> Document:
    """Ask for all mandatory papers that are missing: one row with a date, and the state if it can be reached.

    Without dates those of KIM Settings count from today. Raises `frappe.ValidationError` if nothing is missing, the
    application is decided, or the dates are impossible.
    """
    missing = missing_papers(doc)
    if not missing or not is_undecided(doc):
        frappe.throw(
            _("There is nothing to ask the applicant for: no mandatory requirement is open in the tab “Requirements”."),
            title=_("Request Papers"),
        )
    papers = "\n".join(_paper(row) for row in missing)
    doc.append("document_requests", {"papers": papers, "due_on": due_on, "reminder_on": reminder_on})
    for row in missing:
        row.requested_on = nowdate()
    if any(step.next_state == DOCUMENTS_REQUESTED for step in workflow.get_transitions(doc)):
        doc.workflow_state = DOCUMENTS_REQUESTED
    return doc.save()


def missing_papers(doc: Document) -> list[Any]:
    """Return the mandatory requirements without an answer whose paper the applicant brings and has not brought."""
    return [row for row in unanswered(doc) if not row.received_on and not cint(row.by_office)]


def keep_requests(doc: Document) -> None:
    """Fill in dates and consequence of the requests, and end them when all that was asked for has come."""
    for row in doc.document_requests:
        row.requested_on = row.requested_on or nowdate()
        row.due_on = row.due_on or add_days(row.requested_on, cint(setting("document_request_days")))
        row.reminder_on = row.reminder_on or _reminder(row)
        row.consequence = (row.consequence or "").strip() or consequence(doc)
        _require_possible(row)
    before = doc.get_doc_before_save()
    if before and _all_came(doc) and not _all_came(before):
        for row in open_requests(doc):
            row.answered_on = nowdate()


def open_requests(doc: Document) -> list[Any]:
    """Return the requests that wait for an answer."""
    return [row for row in doc.document_requests if not row.answered_on]


def consequence(doc: Document) -> str:
    """Return what the letter says will follow, in German, since the letter is."""
    if office_of(doc) == NATURALISATION_OFFICE:
        return _(
            "If the papers do not reach us by this date, your application may be refused for lack of proof (§ 37 (1) "
            "and § 34 StAG with § 82 AufenthG).",
            "de",
        )
    return _(
        "Circumstances and proof that you bring forward after this date may be left out of account, and your "
        "application may then be refused (§ 82 (1) AufenthG).",
        "de",
    )


def request_letter(doc: Document) -> dict[str, Any]:
    """Return what the letter needs: the last request with its papers, and the sender.

    Raises `frappe.PermissionError` for readers who may not see the requests, such as the case manager.
    """
    if not doc.has_permlevel_access_to("document_requests"):
        frappe.throw(_("This letter is for the office that works on the application."), frappe.PermissionError)
    if not doc.document_requests:
        frappe.throw(
            _("No papers were asked for yet. Please choose “Request Papers” first."), title=_("Request for Papers")
        )
    last = doc.document_requests[-1]
    person = frappe.get_doc("Person", doc.person)
    # Under an address block, the address stands in the letter of the clerk who must know it, and in no other.
    person.apply_fieldlevel_read_permissions()
    return {
        "sender": (setting("letter_sender") or setting("municipality") or "").splitlines(),
        "municipality": setting("municipality") or "",
        "request": last,
        "papers": [line for line in last.papers.splitlines() if line.strip()],
        "person": person,
        "type_label": frappe.get_cached_value("Application Type", doc.application_type, "label"),
        "legal_basis": "§ 82 AufenthG, § 34 StAG" if office_of(doc) == NATURALISATION_OFFICE else "§ 82 AufenthG",
        "clerk": frappe.utils.get_fullname(doc.clerk) if doc.clerk else "",
    }


def _paper(row: Any) -> str:
    return f"{row.evidence} ({row.requirement})" if row.evidence else row.requirement


def _reminder(row: Any) -> Any:
    day = add_days(row.requested_on, cint(setting("document_reminder_days")))
    return min(getdate(day), getdate(row.due_on))


def _all_came(doc: Document) -> bool:
    asked = [row for row in doc.requirements if row.requested_on]
    return bool(asked) and all(row.received_on or cint(row.fulfilled) or row.shortfall for row in asked)


def _require_possible(row: Any) -> None:
    asked, due = getdate(row.requested_on), getdate(row.due_on)
    if due <= asked or not asked <= getdate(row.reminder_on) <= due:
        frappe.throw(
            _(
                "Request for papers in row {0}: the papers are due after the day of the request, and the reminder lies "
                "between the two. Please correct the days."
            ).format(row.idx),
            title=_("Order of Dates"),
        )
    if row.answered_on and getdate(row.answered_on) < asked:
        frappe.throw(
            _("Request for papers in row {0}: it was answered before it was made. Please correct the days.").format(
                row.idx
            ),
            title=_("Order of Dates"),
        )
