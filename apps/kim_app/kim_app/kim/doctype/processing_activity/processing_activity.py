"""A processing of personal data, as the register of Art. 30 GDPR lists it."""

import frappe
from frappe import _
from frappe.model.document import Document


class ProcessingActivity(Document):
    """Processing Activity: what the register cannot read off the system; `kim_app.data_protection.register` does."""

    def validate(self) -> None:
        """Refuse kinds of document that there are not, or that are named twice. Raises `frappe.ValidationError`."""
        named: set[str] = set()
        for row in self.documents:
            if not frappe.db.exists("DocType", {"name": row.document_type, "istable": 0, "issingle": 0}):
                frappe.throw(
                    _("Row {0}: there are no documents of the kind “{1}”. Please choose one from the list.").format(
                        row.idx, row.document_type
                    ),
                    title=_("Documents"),
                )
            if row.document_type in named:
                frappe.throw(
                    _("Row {0}: “{1}” is named twice. Please keep one of the rows.").format(
                        row.idx, _(row.document_type)
                    ),
                    title=_("Documents"),
                )
            named.add(row.document_type)
