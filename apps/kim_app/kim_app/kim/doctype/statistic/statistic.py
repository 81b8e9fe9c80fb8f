"""A figure that a coordinator builds: what is counted, by which rows and columns."""

from frappe.model.document import Document


class Statistic(Document):
    """Statistic: a record without rules of its own."""
