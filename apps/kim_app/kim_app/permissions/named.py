"""The document that a caller names, for endpoints: with the right to it, or not at all."""

import frappe
from frappe.model.document import Document


def named(doctype: str, name: str, ptype: str = "read") -> Document:
    """Return the document if the user may access it so (`ptype`: read, write, …).

    Raises `frappe.PermissionError`, also where there is none of this name: nobody learns which exist.
    """
    if not frappe.has_permission(doctype, ptype) or not isinstance(name, str) or not frappe.db.exists(doctype, name):
        raise frappe.PermissionError
    doc = frappe.get_doc(doctype, name)
    doc.check_permission(ptype)
    return doc
