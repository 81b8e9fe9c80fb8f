"""Calls around the directory of the network."""

import frappe
from frappe import _

from kim_app.network import suggestions, verification

DIRECTORY = ("Actor", "Offer")


@frappe.whitelist(methods=["POST"])
def confirm(actor: str) -> int:
    """Confirm an actor and its offers as of today; return the number of offers. For those who keep the directory."""
    doc = frappe.get_doc("Actor", actor)
    doc.check_permission("write")
    return verification.confirm(doc)


@frappe.whitelist(methods=["POST"])
def suggest_change(name: str, suggestion: str, doctype: str = "Actor") -> int:
    """Tell the coordinators what is wrong with an actor or an offer; return how many were told."""
    if doctype not in DIRECTORY:
        frappe.throw(_("Changes can be suggested for actors and offers."))
    frappe.get_doc(doctype, name).check_permission("read")
    return suggestions.suggest(doctype, name, suggestion)
