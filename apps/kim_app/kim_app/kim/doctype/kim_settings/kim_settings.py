"""What a municipality decides for itself."""

from frappe.model.document import Document


class KIMSettings(Document):
    """KIM Settings: a record without rules of its own."""
