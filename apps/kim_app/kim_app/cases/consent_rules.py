"""What may be entered as consent, and what stays as it was signed or withdrawn."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.checks import require_not_future, require_order
from kim_app.consents import REFERRAL, RELEASE

NEED_ACTORS = (REFERRAL, RELEASE)
"""Purposes that cover only those who are named."""
IDENTITY = ("person", "purpose")
SIGNED = ("given_on", "scope")
"""What stands on the signed form and stays once the form is attached; it may only cover less: actors and days."""
PROOF = ("form", "language", "interpreter")
"""What may be added at any time: it proves what was said, and changes nothing of it."""


def check(consent: Document) -> None:
    """Check dates and actors, and keep what was signed. Raises `frappe.ValidationError` with what to do instead."""
    require_not_future(consent, "given_on", "withdrawn_on")
    require_order(consent, "given_on", "valid_until")
    require_order(consent, "given_on", "withdrawn_on")
    before = consent.get_doc_before_save()
    if before and before.withdrawn_on:
        _keep(
            before, consent, [field.fieldname for field in consent.meta.fields if field.fieldname not in PROOF], _late()
        )
    elif before and not before.awaiting_signature:
        _keep_signed(before, consent)
    if consent.purpose in NEED_ACTORS and not consent.actors and not consent.withdrawn_on:
        _warn_without_actors()


def withdraw(consent: Document) -> None:
    """Withdraw `consent` from today on. Raises `frappe.ValidationError` if that happened already."""
    if consent.withdrawn_on:
        day = frappe.utils.formatdate(consent.withdrawn_on)
        frappe.throw(_("This consent was withdrawn on {0} already.").format(day), title=_("Withdrawn"))
    consent.withdrawn_on = frappe.utils.nowdate()
    consent.save()


def sign(consent: Document, given_on: str | None = None) -> None:
    """Note that a prepared consent was signed; from `given_on` (today) on it counts."""
    if not consent.awaiting_signature:
        frappe.throw(_("This consent is signed already."), title=_("Signed"))
    consent.awaiting_signature = 0
    consent.given_on = given_on or frappe.utils.nowdate()
    consent.save()


def draft(person: str, purpose: str, actors: list[str] | None = None) -> Document:
    """Prepare a consent for signature; it counts for nothing until it is signed."""
    rows = [{"actor": actor} for actor in actors or []]
    # The language in which it is explained is not known yet, and not that of the case manager's screen.
    values = {"person": person, "purpose": purpose, "actors": rows, "awaiting_signature": 1, "language": ""}
    return frappe.get_doc({"doctype": "Consent", **values}).insert()


def _keep_signed(before: Document, consent: Document) -> None:
    text = _("This consent is signed: {0} stays as it is. Please withdraw it and enter a new one.")
    _keep(before, consent, IDENTITY, text)
    if consent.awaiting_signature:
        frappe.throw(text.format(_("Awaiting Signature")), title=_("Signed"))
    if before.form:
        _keep(before, consent, SIGNED, text)
        _refuse_more(before, consent, text)


def _refuse_more(before: Document, consent: Document, text: str) -> None:
    """Refuse more actors or more days than the signed form names."""
    if _actors(consent) - _actors(before):
        frappe.throw(text.format(_("the list of actors, which may only become shorter,")), title=_("Signed"))
    last, new = _value(before, "valid_until"), _value(consent, "valid_until")
    if last and (not new or new > last):
        frappe.throw(text.format(_("the last day, which may only become earlier,")), title=_("Signed"))


def _keep(before: Document, consent: Document, fieldnames: list[str] | tuple[str, ...], text: str) -> None:
    """Refuse a change of one of the fields."""
    for fieldname in fieldnames:
        if _value(before, fieldname) != _value(consent, fieldname):
            label = frappe.bold(_(consent.meta.get_label(fieldname), context=consent.doctype))
            frappe.throw(text.format(label), title=_("Consent Stays as It Is"))


def _value(consent: Document, fieldname: str) -> object:
    if fieldname == "actors":
        return _actors(consent)
    field = consent.meta.get_field(fieldname)
    if field.fieldtype == "Date":
        return frappe.utils.getdate(consent.get(fieldname)) if consent.get(fieldname) else None
    return consent.get(fieldname) or None


def _actors(consent: Document) -> set[str]:
    return {row.actor for row in consent.actors}


def _late() -> str:
    return _(
        "This consent was withdrawn: {0} cannot be changed any more. Only the proof may be added. If the person "
        "agrees again, please enter a new consent."
    )


def _warn_without_actors() -> None:
    text = _("No actor is named yet. For this purpose the consent covers only those who are named under “Actors”.")
    frappe.msgprint(text, title=_("Actors"), indicator="orange")
