"""The gates of a case: counselling begins with consent, plans rest on an assessment, cases end with an evaluation."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, nowdate

from kim_app.consents import COUNSELLING, valid_consent
from kim_app.gates import Gate, beyond, into, listed
from kim_app.network.texts import label_of
from kim_app.settings import setting

SMART = ("indicator", "responsible", "due_on")
"""What makes a goal one that both can check: how it is seen, who does it, until when."""


def counselling_consent(doc: Document) -> str | None:
    """Counselling is voluntary and needs consent (Art. 6 (1) a GDPR, § 67b (2) SGB X)."""
    if valid_consent(doc.person, COUNSELLING):
        return None
    return _(
        "There is no valid consent to counselling. Please print the form with the button “New Consent”, and note the "
        "signature in the consent with the purpose “Counselling”."
    )


def intake_reason(doc: Document) -> str | None:
    """Whoever is turned away is told why."""
    if doc.intake_reason:
        return None
    return _("The reason is missing. Please enter it under “Reason” in the tab “Enquiry”, section “Intake Decision”.")


def assessment(doc: Document) -> str | None:
    """A plan rests on an assessment."""
    if frappe.db.exists("Assessment", {"case": doc.name}):
        return None
    return _("There is no assessment yet. Please enter one with the button “New Assessment”.")


def goals(doc: Document) -> str | None:
    """Nobody is linked to an offer without a goal, and each chosen life area has one."""
    if not doc.goals:
        return _("There is no goal yet. Please agree on at least one goal in the tab “Plan”.")
    covered = {goal.life_area for goal in doc.goals}
    return listed(
        (label_of("Life Area", row.life_area) for row in doc.life_areas if row.life_area not in covered),
        _(
            "Life areas without a goal: {0}. Please agree on a goal for each in the tab “Plan”, or take the life area "
            "out in the tab “Enquiry”."
        ),
    )


def smart_goals(doc: Document) -> str | None:
    """A goal says how it is seen, who takes the next step, and until when, if the municipality wants that."""
    if not setting("require_smart_goals"):
        return None
    return listed(
        filter(None, map(_gap, doc.goals)),
        _("Goals that are not complete: {0}. Please complete them in the tab “Plan”."),
        separator="; ",
    )


def signed_plan(doc: Document) -> str | None:
    """The person signs the plan, if the municipality wants that."""
    if doc.signed_plan or not setting("require_signed_plan"):
        return None
    return _("The signed plan is missing. Please print it, have it signed, and attach it in the tab “Plan”.")


def review_date(doc: Document) -> str | None:
    """Nobody is lost from sight: the next review is set, and lies ahead."""
    if not doc.next_review_on:
        return _("The day of the next review is missing. Please enter it in the tab “Enquiry”.")
    if getdate(doc.next_review_on) >= getdate(nowdate()):
        return None
    day = formatdate(doc.next_review_on)
    return _("The next review on {0} is past. Please enter a new day in the tab “Enquiry”.").format(day)


def closing_reason(doc: Document) -> str | None:
    """The end of a case is counted by its reason."""
    return None if doc.closing_reason else _("The closing reason is missing. Please choose it in the tab “Closing”.")


def evaluated_goals(doc: Document) -> str | None:
    """Whether help helped is asked of every goal."""
    return listed(
        (str(row.idx) for row in doc.goals if not row.result),
        _("Goals without a result: rows {0}. Please enter the results with the button “Evaluate Goals”."),
    )


def _gap(goal: Document) -> str | None:
    """Name what a goal lacks."""
    lacking = [_(goal.meta.get_label(field), context=goal.doctype) for field in SMART if not goal.get(field)]
    return _("row {0} ({1})").format(goal.idx, ", ".join(lacking)) if lacking else None


GATES = (
    Gate(beyond("Enquiry", "Declined", "Closed"), counselling_consent),
    Gate(into("Declined"), intake_reason),
    Gate(into("Planning"), assessment),
    Gate(into("Linking"), goals),
    Gate(into("Linking"), smart_goals),
    Gate(into("Linking"), signed_plan),
    Gate(into("Monitoring"), review_date),
    Gate(into("Closed"), closing_reason),
    Gate(into("Closed"), evaluated_goals),
)
