"""The counselling of one person, from the enquiry to the closing."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from kim_app.cases import access, deputies, follow_up, handover, plan, review
from kim_app.checks import require_not_future, require_order

ENQUIRY = "Enquiry"
ENDS = {"Closed": "closed_on", "Declined": "declined_on"}
"""The day that ends a case. A declined enquiry was never a case that could be closed, and has a day of its own."""
BELONGING = ("Contact Note", "Assessment", "Referral")
"""These keep a copy of the case's person."""
DECISIONS_OF_STATE = {"Intake": ("Take",), "Declined": ("Decline", "Pass On")}
"""What a state says about the enquiry; the first is noted where the decision says otherwise."""


class Case(Document):
    """Case: the phases are a Workflow record; the rules are in `kim_app.cases` and `kim_app.gates.case`."""

    def validate(self) -> None:
        """Check dates and hand-over, and keep up what follows from the rest. Raises `frappe.ValidationError`."""
        self.keep_person()
        handover.check(self)
        follow_up.check(self)
        review.keep_up(self)
        require_not_future(self, "opened_on", "plan_agreed_on")
        require_order(self, "opened_on", "next_review_on")
        access.note(self)
        self.set_decision()
        self.set_evaluated_on()
        self.set_end()

    def on_update(self) -> None:
        """Carry a corrected person on, and leave a trace of a hand-over and of a deputy's work."""
        self.carry_person()
        handover.record(self)
        deputies.note_change(self)

    def keep_person(self) -> None:
        """Refuse another person once counselling has begun: consent and all that was written are of the first one."""
        before = self.get_doc_before_save()
        if before and before.person != self.person and before.workflow_state != ENQUIRY:
            frappe.throw(
                _("This case has begun: its person stays. Please enter a case of its own for the other person."),
                title=_("Person"),
            )

    def carry_person(self) -> None:
        """Carry a corrected person to what was written in the case already."""
        if self.get_doc_before_save() and self.has_value_changed("person"):
            person = {"person": self.person, "person_name": self.person_name}
            for doctype in BELONGING:
                frappe.db.set_value(doctype, {"case": self.name}, person, update_modified=False)

    def set_decision(self) -> None:
        """Note the decision about the enquiry that a new state stands for; who passed it on has said so."""
        decisions = DECISIONS_OF_STATE.get(self.workflow_state)
        if decisions and self.has_value_changed("workflow_state") and self.intake_decision not in decisions:
            self.intake_decision = decisions[0]

    def set_evaluated_on(self) -> None:
        """Note the day on which a goal got its result."""
        for goal in self.goals:
            goal.evaluated_on = (goal.evaluated_on or nowdate()) if goal.result else None

    def set_end(self) -> None:
        """Set the day of closing or of declining when that happens; clear it when the case is open again.

        Nobody enters these days: how long a case is kept counts from them.
        """
        before = self.get_doc_before_save()
        for state, field in ENDS.items():
            known = (before or self).get(field)
            self.set(field, (known or nowdate()) if self.workflow_state == state else None)

    def goals_by_area(self) -> list[dict]:
        """Return the goals for the printed plan."""
        return plan.goals_by_area(self)

    def strengths(self) -> list[dict]:
        """Return the resources by life area for the printed plan."""
        return plan.strengths(self)
