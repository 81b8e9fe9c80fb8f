"""What a row or column of a statistic is called in the Land's own database."""

from frappe.model.document import Document


class LandCode(Document):
    """Land Code: a record without rules of its own."""
