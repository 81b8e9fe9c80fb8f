"""What the letter to an actor may say: what the consent covers, and nothing else of the person."""

import frappe
from frappe.model.document import Document

from kim_app.network.referrals import passes_data
from kim_app.network.texts import label_of
from kim_app.settings import setting

ADDRESS = ("address_line", "postal_code", "city")


def letter_of(doc: Document) -> dict:
    """Return sender, recipient, contact, purpose and, once the referral was sent, the person's name."""
    covered = passes_data(doc.workflow_state) or doc.workflow_state == "Completed"
    return {
        "sender": setting("letter_sender") or setting("municipality") or "",
        "municipality": setting("municipality") or "",
        "recipient": _recipient(doc.actor),
        "contact": contact_of(frappe.db.get_value("Case", doc.case, "case_manager")),
        "life_area": label_of("Life Area", doc.life_area),
        "reason": label_of("Referral Reason", doc.reason),
        "offer": doc.offer and frappe.db.get_value("Offer", doc.offer, "offer_name"),
        "covered": covered,
        "person": doc.person_name if covered else None,
        "consent": _consent(doc.consent) if covered else None,
    }


def contact_of(user: str | None) -> dict:
    """Return name, mail and phone on duty of a colleague."""
    fields = ["full_name", "email", "phone", "mobile_no"]
    row = frappe.db.get_value("User", user, fields, as_dict=True) or {}
    return {
        "name": row.get("full_name") or "",
        "email": row.get("email") or "",
        "phone": row.get("phone") or row.get("mobile_no") or "",
    }


def _recipient(actor: str) -> dict:
    row = frappe.db.get_value("Actor", actor, ["actor_name", *ADDRESS], as_dict=True)
    place = " ".join(filter(None, (row.postal_code, row.city)))
    return {"name": row.actor_name, "address_line": row.address_line or "", "place": place}


def _consent(name: str | None) -> dict | None:
    if not name:
        return None
    row = frappe.db.get_value("Consent", name, ["name", "given_on", "scope"], as_dict=True)
    return row and {"name": row.name, "given_on": row.given_on, "scope": row.scope or ""}
