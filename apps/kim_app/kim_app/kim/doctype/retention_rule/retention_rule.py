"""After how many months documents are anonymised or deleted."""

import frappe
from frappe import _
from frappe.model.document import Document


class RetentionRule(Document):
    """Retention Rule: refuses a period that cannot be counted."""

    def validate(self) -> None:
        """Check the months and the field from which they are counted. Raises `frappe.ValidationError`."""
        if self.months < 1:
            frappe.throw(_("Please enter at least one month."), title=_("Period"))
        if self.from_field not in ("state_history", "creation", "modified") and not self._has(self.from_field):
            frappe.throw(
                _("{0} has no date field “{1}”. Please enter its fieldname, or link.field.").format(
                    _(self.document_type), self.from_field
                ),
                title=_("Period"),
            )

    def _has(self, path: str) -> bool:
        meta = frappe.get_meta(self.document_type)
        if "." in path:
            link, path = path.split(".", 1)
            field = meta.get_field(link)
            if not field or field.fieldtype != "Link":
                return False
            meta = frappe.get_meta(field.options)
        field = meta.get_field(path)
        return bool(field) and field.fieldtype in ("Date", "Datetime")
