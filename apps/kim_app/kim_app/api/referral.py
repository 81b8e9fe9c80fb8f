"""Calls around referrals. Each checks first whether the user may see the referral."""

import frappe

from kim_app.network import actors, barriers, mails, referrals
from kim_app.permissions.named import named


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
    doc = named("Referral", referral)
    return {"consent": referrals.consent_for(doc), "may_override": referrals.may_override(), "person": doc.person}


@frappe.whitelist()
def barrier_draft(referral: str) -> dict:
    """Return the values of a Barrier that the referral's outcome suggests, without any name."""
    frappe.has_permission("Barrier", "create", throw=True)
    return barriers.draft_from(named("Referral", referral))


@frappe.whitelist(methods=["POST"])
def report_barrier(referral: str, title: str | None = None, description: str | None = None) -> str:
    """Report the suggested barrier, with the user's own words if given, and return its name."""
    frappe.has_permission("Barrier", "create", throw=True)
    return barriers.report(named("Referral", referral, "write"), title, description)


@frappe.whitelist()
def mail_recipients(referral: str) -> list[str]:
    """Return the addresses that an appointment mail could go to."""
    return mails.recipients_of(named("Referral", referral).actor)


@frappe.whitelist(methods=["POST"])
def notify_actor(referral: str, recipient: str | None = None) -> list[str]:
    """Send the actor the day of the handover and a contact, nothing about the person; return the recipients."""
    return mails.send_appointment(named("Referral", referral, "write"), recipient)
