"""Whether somebody confirmed lately that an entry of the directory is right."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, cint, formatdate, getdate, nowdate

from kim_app.settings import setting


def oldest_confirmed_day(day: Any = None) -> date:
    """Return the day before which a confirmation no longer counts on `day` (today)."""
    return getdate(add_months(getdate(day or nowdate()), -months()))


def months() -> int:
    """Return for how many months a confirmation counts; a city that sets none gets twelve."""
    return cint(setting("actor_verification_months")) or 12


def is_confirmed(verified_on: Any) -> bool:
    """Say whether a confirmation of that day still counts."""
    return bool(verified_on) and getdate(verified_on) >= oldest_confirmed_day()


def in_words(verified_on: Any) -> str:
    """Say it in words: “confirmed on …” or “not confirmed for 12 months”."""
    if is_confirmed(verified_on):
        return _("confirmed on {0}").format(formatdate(verified_on))
    if verified_on:
        return _("not confirmed for {0} months").format(months())
    return _("never confirmed")


def unconfirmed(day: Any = None) -> list:
    """Return the active actors (name, verified_on) to be confirmed, the longest waiting first."""
    rows = frappe.get_all("Actor", filters={"active": 1}, fields=["name", "verified_on"], order_by="verified_on, name")
    oldest = oldest_confirmed_day(day)
    return [row for row in rows if not row.verified_on or row.verified_on < oldest]


def confirm(actor: Document) -> int:
    """Confirm an actor and its active offers as of today, and close the suggestions on them; return the offers' number.

    Raises `frappe.PermissionError` unless the user may write both.
    """
    actor.verified_on = nowdate()
    actor.save()
    offers = frappe.get_all("Offer", filters={"actor": actor.name, "active": 1}, pluck="name")
    for name in offers:
        offer = frappe.get_doc("Offer", name)
        offer.verified_on = nowdate()
        offer.save()
    _close_suggestions(actor.name, offers)
    return len(offers)


def _close_suggestions(actor: str, offers: list[str]) -> None:
    for doctype, names in (("Actor", [actor]), ("Offer", offers)):
        filters = {"reference_type": doctype, "reference_name": ("in", names or [""]), "status": "Open"}
        for name in frappe.get_all("ToDo", filters=filters, pluck="name"):
            task = frappe.get_doc("ToDo", name)
            task.status = "Closed"
            # The suggestion is done for all coordinators, whoever of them took it up.
            task.save(ignore_permissions=True)
