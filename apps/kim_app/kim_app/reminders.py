"""What is due: told to whoever is responsible, once, as a notification without content.

Each module of `SOURCES` has a function `due(day)` that yields `Reminder` rows.
"""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe.utils import getdate, nowdate

SAVEPOINT = "kim_reminders"


@dataclass(frozen=True)
class Reminder:
    """`user` is reminded of a document by a `subject` that holds no personal data."""

    user: str
    doctype: str
    name: str
    subject: str


SOURCES: tuple[str, ...] = (
    "kim_app.persons.residence.due",
    "kim_app.applications.reminders.due",
    "kim_app.cooperation.measures.due",
    "kim_app.cooperation.decisions.due",
    "kim_app.network.due.answers",
    "kim_app.network.due.ended_consents",
    "kim_app.network.due.unconfirmed_actors",
    "kim_app.cases.due.reviews",
    "kim_app.cases.due.goals",
    "kim_app.cases.due.next_steps",
    "kim_app.workflow_rules.targets.due",
)
"""Dotted paths of functions that take a day and return the reminders that fall on it."""


def remind() -> None:
    """Send the reminders of today; a second run of the same day sends nothing.

    A source that fails is noted in the error log, and keeps back no reminder of the others.
    """
    day = getdate(nowdate())
    for path in SOURCES:
        frappe.db.savepoint(SAVEPOINT)
        try:
            for reminder in frappe.get_attr(path)(day):
                notify(reminder, day)
        except Exception:
            frappe.db.rollback(save_point=SAVEPOINT)
            # Without the values of variables: administrators read the log.
            frappe.log_error(f"{path} failed", frappe.get_traceback())


def notify(reminder: Reminder, day: date) -> None:
    """Tell one user, unless the same was told since `day`."""
    same = {
        "for_user": reminder.user,
        "document_type": reminder.doctype,
        "document_name": reminder.name,
        "subject": reminder.subject,
        "creation": (">=", day),
    }
    if not frappe.db.exists("Notification Log", same):
        del same["creation"]
        # The reminder comes from the system, not from a colleague with rights of one's own.
        frappe.get_doc({"doctype": "Notification Log", "type": "Alert", **same}).insert(ignore_permissions=True)
