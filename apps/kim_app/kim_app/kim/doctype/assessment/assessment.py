"""How a person copes in each life area at one time."""

from frappe.model.document import Document


class Assessment(Document):
    """Assessment: a record without rules of its own."""
