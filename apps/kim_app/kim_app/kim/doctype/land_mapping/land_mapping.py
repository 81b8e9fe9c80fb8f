"""How the values of a statistic are called in the Land's own database."""

import frappe
from frappe import _
from frappe.model.document import Document


class LandMapping(Document):
    """Land Mapping: gives each value one code."""

    def validate(self) -> None:
        """Refuse two codes for one value. Raises `frappe.ValidationError` that names it."""
        values = [(row.dimension, row.value or "") for row in self.codes]
        twice = sorted({row.label or "" for row in self.codes if values.count((row.dimension, row.value or "")) > 1})
        if twice:
            frappe.throw(
                _("Labels with more than one code: {0}. Please keep one row for each.").format(", ".join(twice)),
                title=_("Codes"),
            )
