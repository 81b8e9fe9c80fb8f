"""Consents over HTTP: prepare the form, note the signature, withdraw."""

import frappe

from kim_app.cases import consent_rules
from kim_app.permissions.named import named


@frappe.whitelist(methods=["POST"])
def draft(person: str, purpose: str, actors: list | str | None = None) -> str:
    """Prepare a consent of `person` for signature and return its name; it counts only when it is signed.

    Raises `frappe.PermissionError` for a person whom the user does not counsel.
    """
    names = [str(name) for name in frappe.parse_json(actors) or []]
    return consent_rules.draft(person, purpose, names).name


@frappe.whitelist(methods=["POST"])
def sign(consent: str, given_on: str | None = None) -> str:
    """Note that a prepared consent was signed on `given_on` (today); return that day."""
    doc = named("Consent", consent, "write")
    consent_rules.sign(doc, given_on)
    return str(doc.given_on)


@frappe.whitelist(methods=["POST"])
def withdraw(consent: str) -> str:
    """Withdraw a consent from today on; return that day."""
    doc = named("Consent", consent, "write")
    consent_rules.withdraw(doc)
    return str(doc.withdrawn_on)
