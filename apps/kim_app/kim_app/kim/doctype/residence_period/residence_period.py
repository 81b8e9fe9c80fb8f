"""A residence title that a person has or had for some time."""

from frappe.model.document import Document


class ResidencePeriod(Document):
    """Residence Period: a record without rules of its own."""
