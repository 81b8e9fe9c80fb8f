"""Who notices that an entry of the directory is wrong tells the coordinators."""

import frappe
from frappe import _
from frappe.utils import escape_html
from frappe.utils.user import get_users_with_role

from kim_app.roles import COORDINATOR

LONGEST = 2000


def suggest(doctype: str, name: str, suggestion: str) -> int:
    """Give every coordinator a task on the entry; return how many were told. Raises `frappe.ValidationError`."""
    text = (suggestion or "").strip()
    if not text:
        frappe.throw(_("Please write what should be changed."), title=_("Empty Suggestion"))
    if len(text) > LONGEST:
        frappe.throw(_("Please write no more than {0} characters.").format(LONGEST), title=_("Too Long"))
    coordinators = get_users_with_role(COORDINATOR)
    if not coordinators:
        frappe.throw(_("There is no coordinator yet who could be told. Please ask your administrator."))
    for user in coordinators:
        _give_task(user, doctype, name, escape_html(text).replace("\n", "<br>"))
    return len(coordinators)


def _give_task(user: str, doctype: str, name: str, text: str) -> None:
    task = {
        "doctype": "ToDo",
        "allocated_to": user,
        "assigned_by": frappe.session.user,
        "reference_type": doctype,
        "reference_name": name,
        "description": text,
    }
    # Tasks of others are entered by nobody; this one goes to those who keep the directory.
    frappe.get_doc(task).insert(ignore_permissions=True)
