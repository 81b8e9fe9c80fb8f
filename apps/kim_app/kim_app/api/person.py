"""Endpoints around persons."""

import frappe
from frappe import _

from kim_app.permissions import sees
from kim_app.persons import duplicates, household
from kim_app.persons import merge as merging
from kim_app.persons.entry import tidy


@frappe.whitelist()
def possible_duplicates(
    first_name: str,
    last_name: str,
    birth_date: str | None = None,
    other_names: str | None = None,
    exclude: str | None = None,
) -> dict:
    """Say whether somebody may be known already to the user's side, how sure that is, and whom to ask.

    Answers `{"known": False}` or `known`, `level`, `ask` and `message`; never who it is, nor how many. `exclude` is a
    person of one's own who is left out. Raises `frappe.PermissionError` for who may not enter persons.
    """
    frappe.has_permission("Person", "create", throw=True)
    if not duplicates.can_be_asked(first_name, last_name):
        return {"known": False}
    # Leaving out a stranger's person would tell whether it is the one.
    own = exclude if exclude and sees("Person", exclude) else None
    values = {
        "first_name": tidy(first_name),
        "last_name": tidy(last_name),
        "other_names": tidy(other_names or ""),
        "birth_date": birth_date,
    }
    return duplicates.ask_about(values, exclude=own)


@frappe.whitelist()
def household_members(household_name: str) -> list[dict]:
    """Return the members of a household that the user may see. Raises `frappe.PermissionError`."""
    if not frappe.has_permission("Household", "read", household_name):
        frappe.throw(_("You may not see this household."), frappe.PermissionError)
    return household.members(household_name)


@frappe.whitelist()
def merge_preview(source: str, target: str) -> list[dict]:
    """Return, field by field, what stands in two records and what would be kept.

    Raises `frappe.PermissionError` for who may not write both, or without the consent that crossing the line between
    counselling and offices needs.
    """
    return merging.preview(source, target)


@frappe.whitelist(methods=["POST"])
def merge(source: str, target: str) -> str:
    """Merge `source` into `target` and return the name of what remains. Raises what `merge_preview` raises."""
    merging.merge(source, target)
    return target
