"""The gates of a case: counselling begins with consent, plans rest on an assessment, cases end with an evaluation."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.consents import COUNSELLING, valid_consent
from kim_app.gates import Gate, beyond, into


def counselling_consent(doc: Document) -> str | None:
    """Counselling is voluntary and needs consent (Art. 6 (1) a GDPR, § 67b (2) SGB X)."""
    if valid_consent(doc.person, COUNSELLING):
        return None
    return _(
        "There is no valid consent to counselling. Print the consent form from the person, and enter the signed "
        "consent under “Consent” with the purpose “Counselling”."
    )


def assessment(doc: Document) -> str | None:
    """A plan rests on an assessment."""
    if frappe.db.exists("Assessment", {"case": doc.name}):
        return None
    return _("There is no assessment yet. Please enter one under “Assessment” with a score for each life area.")


def a_goal(doc: Document) -> str | None:
    """Nobody is linked to an offer without a goal."""
    return None if doc.goals else _("There is no goal yet. Please agree on at least one goal in the tab “Plan”.")


def closing_reason(doc: Document) -> str | None:
    """The end of a case is counted by its reason."""
    return None if doc.closing_reason else _("The closing reason is missing. Please choose it in the tab “Closing”.")


def evaluated_goals(doc: Document) -> str | None:
    """Whether help helped is asked of every goal."""
    rows = [str(row.idx) for row in doc.goals if not row.result]
    if not rows:
        return None
    return _("Goals without a result: rows {0}. Please enter the result of each goal in the tab “Plan”.").format(
        ", ".join(rows)
    )


GATES = (
    Gate(beyond("Enquiry", "Declined", "Closed"), counselling_consent),
    Gate(into("Planning"), assessment),
    Gate(into("Linking"), a_goal),
    Gate(into("Closed"), closing_reason),
    Gate(into("Closed"), evaluated_goals),
)
