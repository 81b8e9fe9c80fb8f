"""The file for the Land's own database, and what its mapping must name. Rights are asked first."""

import frappe
from frappe.desk.utils import provide_binary_file

from kim_app.figures import land


@frappe.whitelist()
def labels(statistic: str) -> list[dict[str, str]]:
    """Return what a mapping of this statistic must give a code: `dimension` (a field), `value` and `label`.

    Raises `frappe.PermissionError` for users who may not read mappings or this statistic.
    """
    frappe.has_permission("Land Mapping", "read", throw=True)
    return land.values_of(statistic)


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
    `frappe.ValidationError` that names values without a code.
    """
    provide_binary_file("datenbank_kim", "csv", _content())


def _content() -> bytes:
    frappe.has_permission("Land Mapping", "read", throw=True)
    # The super-user sees every person anyway.
    return land.as_csv(protect=frappe.session.user != "Administrator")
