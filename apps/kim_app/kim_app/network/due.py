"""Reminders of the network: answers that do not come, consents that ran out, entries that nobody confirmed."""

from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days
from frappe.utils.user import get_users_with_role

from kim_app.cases.notices import language_of
from kim_app.network.referrals import DRAFT, ENDED
from kim_app.network.verification import unconfirmed
from kim_app.reminders import Reminder
from kim_app.roles import COORDINATOR

WEEK = 7


def answers(day: date) -> Iterator[Reminder]:
    """Remind the case manager of a referral without answer: on the day it was due, and weekly after."""
    waiting = frappe.get_all(
        "Referral",
        filters={"workflow_state": "Sent", "due_on": ("<=", day)},
        fields=["name", "case", "due_on"],
    )
    for row, user in _with_case_manager(waiting):
        if (day - row.due_on).days % WEEK == 0:
            yield Reminder(user, "Referral", row.name, _("No answer to a referral yet", language_of(user)))


def ended_consents(day: date) -> Iterator[Reminder]:
    """Tell the case manager, the day after, that the consent of an open referral ran out."""
    consents = frappe.get_all("Consent", filters={"valid_until": add_days(day, -1)}, pluck="name")
    filters = {"consent": ("in", consents or [""]), "workflow_state": ("not in", (DRAFT, *ENDED))}
    for row, user in _with_case_manager(frappe.get_all("Referral", filters=filters, fields=["name", "case"])):
        yield Reminder(
            user, "Referral", row.name, _("The consent of an open referral ran out. Please renew it", language_of(user))
        )


def unconfirmed_actors(day: date) -> Iterator[Reminder]:
    """On the first of a month, tell the coordinators how many entries of the directory are to be confirmed."""
    rows = unconfirmed(day) if day.day == 1 else []
    if not rows:
        return
    for user in get_users_with_role(COORDINATOR):
        subject = _("Actors to be confirmed: {0}. See the list of today", language_of(user)).format(len(rows))
        yield Reminder(user, "Actor", rows[0].name, subject)


def _with_case_manager(rows: list) -> Iterator[tuple]:
    cases = frappe.get_all(
        "Case", filters={"name": ("in", {row.case for row in rows} or [""])}, fields=["name", "case_manager"]
    )
    managers = {case.name: case.case_manager for case in cases}
    return ((row, managers[row.case]) for row in rows if managers.get(row.case))
