"""Everything that happened in a case, for its timeline: each item only for those who may read its document."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, formatdate, get_datetime_str

from kim_app.network.texts import label_of

SHOWN = 200
"""Documents of one kind that the timeline shows, the latest first."""


def items(doctype: str, name: str) -> list[dict]:
    """Return the timeline's items of a case, as Frappe's hook `additional_timeline_content` wants them."""
    if doctype != "Case" or not frappe.has_permission("Case", "read", name):
        return []
    case = frappe.get_doc("Case", name)
    return [item for source in SOURCES for item in source(case)]


def _read(doctype: str, filters: dict, fields: list[str]) -> list[dict]:
    """List what the user may read; nothing of a DocType that is closed to the user."""
    if not frappe.has_permission(doctype, "read"):
        return []
    return frappe.get_list(doctype, filters=filters, fields=["name", *fields], limit=SHOWN, order_by="creation desc")


def _item(icon: str, when: object, doctype: str, name: str, text: str) -> dict:
    """Return one item; `text` is safe HTML."""
    # Without the host, the Desk opens the form itself instead of loading everything anew.
    path = urlsplit(frappe.utils.get_url_to_form(doctype, name)).path
    link = f'<a href="{path}">{_(doctype)} {name}</a>'
    return {"icon": icon, "creation": get_datetime_str(when), "content": f"<div>{link}: {text}</div>"}


def contact_notes(case: Document) -> Iterator[dict]:
    """Yield the contacts; confidential ones only reach those who may read them."""
    fields = ["contact_on", "channel", "minutes", "note", "confidential"]
    for row in _read("Contact Note", {"case": case.name}, fields):
        parts = [
            escape_html(label_of("Contact Channel", row.channel)),
            _("{0} min").format(row.minutes) if row.minutes else "",
        ]
        parts.append(_("confidential") if row.confidential else "")
        text = ", ".join(filter(None, parts)) + f"<br>{escape_html(row.note or '')}"
        yield _item("message", row.contact_on, "Contact Note", row.name, text)


def assessments(case: Document) -> Iterator[dict]:
    """Yield the assessments with their average."""
    for row in _read("Assessment", {"case": case.name}, ["assessed_on", "average_score"]):
        average = frappe.format(row.average_score, {"fieldtype": "Float", "precision": 1})
        yield _item("dashboard", row.assessed_on, "Assessment", row.name, _("average {0}").format(average))


def referrals(case: Document) -> Iterator[dict]:
    """Yield the referrals with actor and state."""
    fields = ["creation", "sent_on", "actor", "workflow_state"]
    for row in _read("Referral", {"case": case.name}, fields):
        text = _("to {0}, {1}").format(escape_html(row.actor or ""), _(row.workflow_state or "Draft"))
        yield _item("arrow-right", row.sent_on or row.creation, "Referral", row.name, text)


def consents(case: Document) -> Iterator[dict]:
    """Yield the consents of the person, and their withdrawals."""
    fields = ["given_on", "withdrawn_on", "purpose", "awaiting_signature"]
    for row in _read("Consent", {"person": case.person}, fields):
        state = _("prepared, not signed yet") if row.awaiting_signature else _("given")
        yield _item("file", row.given_on, "Consent", row.name, f"{_(row.purpose)}, {state}")
        if row.withdrawn_on:
            yield _item("close", row.withdrawn_on, "Consent", row.name, f"{_(row.purpose)}, {_('withdrawn')}")


def phases(case: Document) -> Iterator[dict]:
    """Yield the ends of phases, with the days that they took."""
    for row in case.state_history:
        if row.left_on:
            text = _("Phase “{0}” from {1}, {2} days").format(_(row.state), formatdate(row.entered_on), round(row.days))
            yield {"icon": "tick", "creation": get_datetime_str(row.left_on), "content": f"<div>{text}</div>"}


SOURCES: tuple[Callable, ...] = (contact_notes, assessments, referrals, consents, phases)
