"""Tells a colleague about a document, without content."""

import frappe
from frappe.model.document import Document

from kim_app.network.texts import site_language


def language_of(user: str) -> str:
    """Return the language in which `user` reads."""
    return frappe.db.get_value("User", user, "language") or site_language()


def tell(user: str, doc: Document, subject: str) -> None:
    """Notify `user` of `doc`; whoever does it is not told. The `subject` holds no personal data."""
    if user == frappe.session.user:
        return
    notice = {"doctype": "Notification Log", "type": "Alert", "for_user": user, "subject": subject}
    notice |= {"document_type": doc.doctype, "document_name": doc.name, "from_user": frappe.session.user}
    # Nobody has rights on the notifications of a colleague.
    frappe.get_doc(notice).insert(ignore_permissions=True)
