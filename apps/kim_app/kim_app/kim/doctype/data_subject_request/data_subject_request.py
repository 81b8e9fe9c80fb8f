"""A person asks what is stored about her or him, or wants it corrected or deleted."""

from frappe.model.document import Document


class DataSubjectRequest(Document):
    """Data Subject Request: a record without rules of its own."""
