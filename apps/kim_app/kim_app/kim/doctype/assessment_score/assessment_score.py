"""How a person copes in one life area."""

from frappe.model.document import Document


class AssessmentScore(Document):
    """Assessment Score: a record without rules of its own."""
