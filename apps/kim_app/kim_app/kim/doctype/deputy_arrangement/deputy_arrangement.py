"""Who looks after a colleague's cases, and from when until when."""

from frappe.model.document import Document


class DeputyArrangement(Document):
    """Deputy Arrangement: a record without rules of its own."""
