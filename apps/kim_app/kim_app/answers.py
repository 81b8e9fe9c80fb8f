"""What is answered to somebody who saved a document: not more than that person may read."""

from typing import Any

import frappe

CLIENT_CALLS = "frappe.client."
"""Calls that answer with the whole document in their own way."""


class AnswersToReader:
    """Mixin for the DocTypes with fields that not everybody who may save them may read.

    Frappe takes such fields out of what is read, but answers a save with the whole document.
    """

    def as_dict(self, no_nulls: bool = False, **options: Any) -> dict:
        """Return the values; in an answer to who saved, those alone that the reader may see.

        Without empty values Frappe 15 and 16 make the answer of REST, and no other.
        """
        if no_nulls:
            self.apply_fieldlevel_read_permissions()
        values = super().as_dict(no_nulls=no_nulls, **options)
        if str(frappe.form_dict.get("cmd") or "").startswith(CLIENT_CALLS) and frappe.session.user != "Administrator":
            self._take_out_hidden(values)
        return values

    def _take_out_hidden(self, values: dict) -> None:
        """Drop hidden fields from `values` alone: the document may still be on its way into the database."""
        levels = {0, *self.get_permlevel_access("read")}
        for field in self.meta.fields:
            if (field.permlevel or 0) not in levels:
                values.pop(field.fieldname, None)
        for table in self.meta.get_table_fields():
            hidden = [
                field.fieldname
                for field in frappe.get_meta(table.options).fields
                if (field.permlevel or 0) not in levels
            ]
            for row in values.get(table.fieldname) or ():
                for fieldname in hidden:
                    row.pop(fieldname, None)
