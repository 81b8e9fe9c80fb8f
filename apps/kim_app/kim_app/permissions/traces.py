"""What a record that several sides see would tell one side about the other.

Counselling and offices see the same persons, and the steering group sees barriers that colleagues reported. The
framework notes on every record who entered and changed it, and lets anybody list, filter and group by that. Here it
notes a neutral name instead; who it was stands in a field of a higher permission level and in the versions.
"""

from typing import Any

import frappe
from frappe import _
from frappe.desk.notifications import extract_mentions

from kim_app.permissions.companions import CONTENT, FOLLOWING, SHARED

NEUTRAL = "Administrator"


def hide_author(doc: Any, _method: str | None = None) -> None:
    """Note a neutral author on the record itself, and the real one in a field that not every reader sees."""
    if not doc.entered_by or doc.is_new():
        doc.entered_by = frappe.session.user
    before = doc.get_doc_before_save()
    if before:
        doc.entered_by = before.entered_by
    for record in (doc, *doc.get_all_children()):
        record.owner = record.modified_by = NEUTRAL
        # The framework would name the author of a row that was added after it stamped the others.
        record.creation, record.modified = record.creation or doc.modified, doc.modified


def refuse_on_shared(doc: Any, _method: str | None = None) -> None:
    """Refuse what somebody hangs on a person. Raises `frappe.ValidationError` that says where it belongs."""
    if doc.get(FOLLOWING[doc.doctype][0]) not in SHARED or _written_by_itself(doc):
        return
    frappe.throw(
        _(
            "Persons are seen by counselling and offices alike, so nothing is noted or attached there. Please use the "
            "case or the application instead."
        ),
        title=_("Not on a Person"),
    )


def _written_by_itself(doc: Any) -> bool:
    """Say whether the framework wrote this comment, for instance when documents are merged; nobody is shown it."""
    return doc.doctype == "Comment" and doc.comment_type not in ("Comment", "Like")


def refuse_mention_of_outsiders(doc: Any, _method: str | None = None) -> None:
    """Refuse to mention colleagues who may not see the document: a mention sends them the text.

    Raises `frappe.PermissionError` that names them.
    """
    if doc.reference_doctype not in CONTENT or not doc.content:
        return
    target = frappe.get_doc(doc.reference_doctype, doc.reference_name)
    outside = [user for user in extract_mentions(doc.content) if not target.has_permission("read", user=user)]
    if outside:
        frappe.throw(
            _("{0} may not see this document and cannot be mentioned here.").format(", ".join(outside)),
            frappe.PermissionError,
        )


def forget_copy_of_comments(doc: Any, _method: str | None = None) -> None:
    """Drop the copy of comments that the framework keeps in the document's own row, where every list can read it."""
    if doc.reference_doctype in CONTENT and doc.reference_name:
        frappe.db.set_value(doc.reference_doctype, doc.reference_name, "_comments", None, update_modified=False)
