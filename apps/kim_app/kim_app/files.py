"""Private files: whoever names one must be able to read it.

Frappe takes the address of a file for granted wherever it is written: an import reads it, a `File` record or an
attachment with a stranger's address makes its author the owner.
"""

from typing import Any
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.doctype.data_import.data_import import DataImport
from frappe.core.doctype.file.file import File
from frappe.core.doctype.file.utils import find_file_by_url


def require_readable(url: str | None) -> None:
    """Refuse the address of a private file that the user may not read. Raises `frappe.PermissionError`."""
    if url and "/private/" in unquote(url) and not find_file_by_url(unquote(url)):
        frappe.throw(
            _("You may not read the file {0}. Please upload it here yourself.").format(frappe.bold(url)),
            frappe.PermissionError,
        )


def require_readable_attachments(doc: Any, _method: str | None = None) -> None:
    """Check the attachments that any document is given or that change. Raises `frappe.PermissionError`."""
    before = doc.get_doc_before_save()
    for field in doc.meta.get("fields", {"fieldtype": ("in", ("Attach", "Attach Image"))}):
        url = doc.get(field.fieldname)
        if not before or before.get(field.fieldname) != url:
            require_readable(url)


class GuardedFile(File):
    """File: a record for an address that exists already needs the right to read what is there."""

    def before_insert(self) -> None:
        """Check the address while it is still the one that was asked for."""
        require_readable(self.file_url)
        super().before_insert()

    def validate(self) -> None:
        """Check an address that changes."""
        before = self.get_doc_before_save()
        if before and before.file_url != self.file_url:
            require_readable(self.file_url)
        super().validate()

    def enforce_public_file_restrictions(self) -> None:
        """Say what to do where Frappe only refuses. Raises `frappe.PermissionError`."""
        try:
            super().enforce_public_file_restrictions()
        except frappe.PermissionError:
            frappe.throw(
                _("Files stay private here. Please upload {0} as a private file.").format(frappe.bold(self.file_name)),
                frappe.PermissionError,
            )


class GuardedDataImport(DataImport):
    """Data Import: preview, check and download of failed rows all read the file through `get_importer`."""

    def get_importer(self) -> Any:
        """Read the table, if the user may. Raises `frappe.PermissionError`."""
        # The importer takes any file whose address stands here.
        self.validate_google_sheets_url()
        require_readable(self.import_file)
        return super().get_importer()
