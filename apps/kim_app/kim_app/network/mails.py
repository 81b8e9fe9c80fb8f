"""An appointment for an actor by mail: a date and a contact, and nothing about the person.

Mail is open on its way and stays in mailboxes that nobody here controls.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, format_datetime, now_datetime

from kim_app.network.letters import contact_of
from kim_app.network.referrals import passes_data
from kim_app.network.texts import site_language
from kim_app.settings import setting


def recipients_of(actor: str) -> list[str]:
    """Return the addresses of an actor: the contacts who receive referrals, otherwise its general address."""
    filters = {"parent": actor, "parenttype": "Actor", "receives_referrals": 1, "email": ("is", "set")}
    contacts = frappe.get_all("Actor Contact", filters=filters, pluck="email", order_by="idx")
    general = frappe.db.get_value("Actor", actor, "email")
    return list(dict.fromkeys(contacts)) or ([general] if general else [])


def send_appointment(referral: Document, recipient: str | None = None) -> list[str]:
    """Queue the mail about the handover and return its recipients. Raises `frappe.ValidationError`.

    `recipient` must be one of the actor's addresses.
    """
    to = _checked_recipients(referral, recipient)
    lang = site_language()
    when = format_datetime(referral.handover_on, "dd.MM.yyyy, HH:mm")
    contact = contact_of(frappe.db.get_value("Case", referral.case, "case_manager"))
    frappe.sendmail(
        recipients=to,
        subject=_("Appointment on {0}", lang).format(when),
        message=_body(when, contact, lang),
        reply_to=contact["email"],
        add_unsubscribe_link=0,
    )
    referral.db_set("notified_on", now_datetime())
    referral.add_comment("Info", _("Appointment mail without personal data sent to {0}", lang).format(", ".join(to)))
    return to


def _checked_recipients(referral: Document, recipient: str | None) -> list[str]:
    if not passes_data(referral.workflow_state):
        frappe.throw(_("Please send the referral first: an appointment needs the person's consent, too."))
    if not referral.handover_on:
        frappe.throw(_("The appointment is missing. Please enter “Handover On” in “Purpose” and save."))
    known = recipients_of(referral.actor)
    if not known:
        frappe.throw(
            _("{0} has no e-mail address. Please suggest one to the coordination, or make a phone call.").format(
                escape_html(referral.actor)
            )
        )
    if recipient and recipient not in known:
        frappe.throw(_("This address does not belong to the actor. Please choose one of: {0}").format(", ".join(known)))
    return [recipient] if recipient else known


def _body(when: str, contact: dict, lang: str) -> str:
    reach = ", ".join(filter(None, (contact["name"], contact["phone"], contact["email"])))
    lines = (
        _("Good day,", lang),
        _("an appointment with you is planned for {0}.", lang).format(when),
        _("Please contact: {0}", lang).format(reach),
        _("For reasons of data protection this message says nothing about whom it concerns.", lang),
        setting("municipality") or "",
    )
    return "".join(f"<p>{escape_html(line)}</p>" for line in lines if line)
