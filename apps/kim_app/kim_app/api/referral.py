"""Calls around referrals. Each checks first whether the user may see the referral."""

import frappe
from frappe.model.document import Document

from kim_app.network import actors, barriers, mails, referrals


@frappe.whitelist()
def find_actors(
    life_area: str | None = None,
    language: str | None = None,
    place: str | None = None,
    free_places: bool = False,
    engagement: str | None = None,
    childcare: bool = False,
    accessible: bool = False,
) -> list[dict]:
    """Return the actors and offers that fit, best first. Raises `frappe.PermissionError` without the directory."""
    for doctype in ("Actor", "Offer"):
        frappe.has_permission(doctype, "read", throw=True)
    return actors.find(actors.Wanted(life_area, language, place, free_places, engagement, childcare, accessible))


@frappe.whitelist()
def consent_state(referral: str) -> dict:
    """Return which consent covers the referral, and whether the user could send it without one."""
    doc = _referral(referral)
    return {"consent": referrals.consent_for(doc), "may_override": referrals.may_override(), "person": doc.person}


@frappe.whitelist()
def barrier_draft(referral: str) -> dict:
    """Return the values of a Barrier that the referral's outcome suggests, without any name."""
    frappe.has_permission("Barrier", "create", throw=True)
    return barriers.draft_from(_referral(referral))


@frappe.whitelist(methods=["POST"])
def report_barrier(referral: str, title: str | None = None, description: str | None = None) -> str:
    """Report the suggested barrier, with the user's own words if given, and return its name."""
    frappe.has_permission("Barrier", "create", throw=True)
    return barriers.report(_referral(referral, "write"), title, description)


@frappe.whitelist()
def mail_recipients(referral: str) -> list[str]:
    """Return the addresses that an appointment mail could go to."""
    return mails.recipients_of(_referral(referral).actor)


@frappe.whitelist(methods=["POST"])
def notify_actor(referral: str, recipient: str | None = None) -> list[str]:
    """Send the actor the day of the handover and a contact, nothing about the person; return the recipients."""
    return mails.send_appointment(_referral(referral, "write"), recipient)


def _referral(name: str, ptype: str = "read") -> Document:
    """Return the referral, or raise `frappe.PermissionError`, also where there is none: nobody learns which exist."""
    if not frappe.has_permission("Referral", ptype) or not frappe.db.exists("Referral", name):
        raise frappe.PermissionError
    doc = frappe.get_doc("Referral", name)
    doc.check_permission(ptype)
    return doc
