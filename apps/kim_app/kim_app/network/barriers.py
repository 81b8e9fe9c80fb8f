"""From an answer that did not help to the report of a barrier: prefilled, and without any name."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from kim_app.network.texts import label_of


def draft_from(referral: Document) -> dict:
    """Return the values of a Barrier that the outcome of `referral` suggests.

    Nothing of the person goes into it; free texts of the referral do not either, since they may hold names.
    Raises `frappe.ValidationError` if the outcome suggests none or a barrier was reported already.
    """
    category = suggested_category(referral)
    if not category:
        frappe.throw(_("This outcome suggests no barrier. You can report one in the list “Barrier”."))
    if referral.barrier:
        frappe.throw(_("A barrier was reported already: {0}.").format(referral.barrier))
    case = frappe.get_doc("Case", referral.case)
    area, outcome = label_of("Life Area", referral.life_area), label_of("Referral Outcome", referral.outcome)
    return {
        "doctype": "Barrier",
        "title": f"{label_of('Barrier Category', category)}: {area}, {referral.actor}"[:140],
        "category": category,
        "life_areas": [{"life_area": referral.life_area}],
        "legal_circles": [{"legal_circle": row.legal_circle} for row in case.legal_circles],
        "affected_actors": [{"actor": referral.actor}],
        "occurrences": [{"case": referral.case, "noticed_on": nowdate(), "reported_by": frappe.session.user}],
        "description": _("A referral in the life area “{0}” to {1} ended with “{2}”.").format(
            area, referral.actor, outcome
        ),
    }


def suggested_category(referral: Document) -> str | None:
    """Return the category of barrier that the outcome suggests, or None."""
    return referral.outcome and frappe.db.get_value("Referral Outcome", referral.outcome, "barrier_category")


def report(referral: Document, title: str | None, description: str | None) -> str:
    """Insert the Barrier as the current user, note it on `referral`, and return its name."""
    values = draft_from(referral)
    values |= {key: text for key, text in (("title", title), ("description", description)) if text}
    barrier = frappe.get_doc(values).insert()
    referral.barrier = barrier.name
    referral.save()
    return barrier.name
