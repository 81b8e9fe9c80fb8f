"""How a person copes in each life area at one time."""

from frappe.model.document import Document

from kim_app.cases import assessments, deputies


class Assessment(Document):
    """Assessment: the rules are in `kim_app.cases.assessments`."""

    def validate(self) -> None:
        """Check the scores and compute their average. Raises `frappe.ValidationError`."""
        assessments.check(self)

    def on_update(self) -> None:
        """Leave a trace of a deputy's work."""
        deputies.note_change(self)
