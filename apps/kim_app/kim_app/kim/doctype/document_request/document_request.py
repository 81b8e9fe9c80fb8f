"""A letter that asks an applicant for missing papers until a date."""

from frappe.model.document import Document


class DocumentRequest(Document):
    """Document Request: a record without rules of its own."""
