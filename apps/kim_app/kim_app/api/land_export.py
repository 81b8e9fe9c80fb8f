"""The file for the Land's own database. Rights are asked first."""

import frappe
from frappe.desk.utils import provide_binary_file

from kim_app.figures import land


@frappe.whitelist()
def check() -> None:
    """Do all that `download` does, but for the file: a form asks this first, to show a refusal as a message.

    Raises what `download` raises.
    """
    _content()


@frappe.whitelist()
def download() -> None:
    """Answer with a CSV of all mapped indicators, without any name; hidden numbers stay hidden.

    Raises `frappe.PermissionError` for users who may not read the mapping or one of its statistics, and
    `frappe.ValidationError` that names labels without a code.
    """
    provide_binary_file("datenbank_kim", "csv", _content())


def _content() -> bytes:
    frappe.has_permission("Land Mapping", "read", throw=True)
    return land.as_csv(protect=frappe.session.user != "Administrator")
