"""Rights on the framework's own DocTypes that a role of KIM needs for its work; given once, as the lists are."""

import frappe
from frappe.permissions import add_permission, update_permission_property

from kim_app.roles import COORDINATOR

RIGHTS = (
    # The coordinator keeps the network's directory, and takes it over from a table. Only own imports are visible.
    ("Data Import", COORDINATOR, ("write", "create", "delete", "if_owner")),
    ("Data Import Log", COORDINATOR, ("if_owner",)),
)


def give_rights_once() -> None:
    """Add the rights that this site was never given; an administrator may change or remove them."""
    for doctype, role, properties in RIGHTS:
        memory = f"kim_app_right_{frappe.scrub(doctype)}_{frappe.scrub(role)}"
        if frappe.db.get_value("DefaultValue", {"parent": "__global", "defkey": memory}):
            continue
        add_permission(doctype, role)
        for right in properties:
            update_permission_property(doctype, role, 0, right, 1, validate=False)
        frappe.db.set_global(memory, "1")
