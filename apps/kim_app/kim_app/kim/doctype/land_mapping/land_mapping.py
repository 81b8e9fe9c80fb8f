"""How the rows of a statistic are called in the Land's own database."""

import frappe
from frappe import _
from frappe.model.document import Document


class LandMapping(Document):
    """Land Mapping: gives each label one code."""

    def validate(self) -> None:
        """Refuse two codes for one label. Raises `frappe.ValidationError` that names it."""
        labels = [row.label for row in self.codes]
        twice = sorted({label for label in labels if labels.count(label) > 1})
        if twice:
            frappe.throw(
                _("Labels with more than one code: {0}. Please keep one row for each.").format(", ".join(twice)),
                title=_("Codes"),
            )
