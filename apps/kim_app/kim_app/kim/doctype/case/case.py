"""The counselling of one person, from the enquiry to the closing."""

from frappe.model.document import Document
from frappe.utils import nowdate

from kim_app.cases import access, deputies, follow_up, handover, plan, review
from kim_app.checks import require_not_future, require_order

CLOSED = "Closed"
DECISION_OF_STATE = {"Intake": "Take", "Declined": "Decline"}


class Case(Document):
    """Case: the phases are a Workflow record; the rules are in `kim_app.cases` and `kim_app.gates.case`."""

    def validate(self) -> None:
        """Check dates and hand-over, and keep up what follows from the rest. Raises `frappe.ValidationError`."""
        handover.check(self)
        follow_up.check(self)
        review.keep_up(self)
        require_not_future(self, "opened_on", "plan_agreed_on")
        require_order(self, "opened_on", "next_review_on")
        access.note(self)
        self.set_decision()
        self.set_evaluated_on()
        self.set_closed_on()

    def on_update(self) -> None:
        """Leave a trace of a hand-over and of a deputy's work."""
        handover.record(self)
        deputies.note_change(self)

    def set_decision(self) -> None:
        """Note the decision about the enquiry that the new state stands for; who passed it on has said so."""
        if not self.intake_decision:
            self.intake_decision = DECISION_OF_STATE.get(self.workflow_state)

    def set_evaluated_on(self) -> None:
        """Note the day on which a goal got its result."""
        for goal in self.goals:
            goal.evaluated_on = (goal.evaluated_on or nowdate()) if goal.result else None

    def set_closed_on(self) -> None:
        """Set the day of closing when the case is closed; clear it when the case is open again."""
        if self.workflow_state != CLOSED:
            self.closed_on = None
        elif not self.closed_on:
            self.closed_on = nowdate()

    def goals_by_area(self) -> list[dict]:
        """Return the goals for the printed plan."""
        return plan.goals_by_area(self)

    def strengths(self) -> list[dict]:
        """Return the resources by life area for the printed plan."""
        return plan.strengths(self)
