"""Tells colleagues by mail, as often as a statistic says, that it can be looked at: a link, no title and no number.

Mail is open on its way and stays in mailboxes that nobody here controls.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import (
    get_first_day,
    get_first_day_of_week,
    get_quarter_start,
    get_url_to_form,
    getdate,
    nowdate,
)

from kim_app.network.texts import site_language

SAVEPOINT = "kim_statistic_mail"
FIRST_DAYS: dict[str, Callable[[date], date]] = {
    "Week": get_first_day_of_week,
    "Month": get_first_day,
    "Quarter": get_quarter_start,
}


def send_due() -> None:
    """Mail the links of all statistics that were not mailed since their week, month or quarter began.

    One that cannot be mailed is noted in the error log and keeps back no other; it is tried again the next day.
    """
    day = getdate(nowdate())
    for row in frappe.get_all("Statistic", {"mail_every": ("is", "set")}, ["name", "mail_every", "mailed_on"]):
        begin = FIRST_DAYS[row.mail_every](day)
        if row.mailed_on and getdate(row.mailed_on) >= begin:
            continue
        frappe.db.savepoint(SAVEPOINT)
        try:
            send(frappe.get_doc("Statistic", row.name), day)
        except Exception:
            frappe.db.rollback(save_point=SAVEPOINT)
            # Without the values of variables: administrators read the log.
            frappe.log_error("A statistic could not be mailed", frappe.get_traceback())


def send(record: Any, day: date) -> list[str]:
    """Queue the mails about a statistic and return who gets one: those of its recipients who may read it today."""
    users = {row.name: row for row in _users([row.user for row in record.mail_to])}
    told = [user for user in users if frappe.has_permission("Statistic", "read", doc=record, user=user)]
    for user in told:
        lang = users[user].language or site_language()
        link = get_url_to_form("Statistic", record.name)
        frappe.sendmail(
            recipients=[users[user].email or user],
            subject=_("A figure is ready for you", lang),
            message=_body(link, lang),
            add_unsubscribe_link=0,
        )
    # Neither a change of the statistic nor a new version of it.
    record.db_set("mailed_on", day, update_modified=False)
    return told


def _users(names: list[str]) -> list[Any]:
    return frappe.get_all("User", {"name": ("in", names or [""]), "enabled": 1}, ["name", "email", "language"])


def _body(link: str, lang: str) -> str:
    return "<p>{}</p><p><a href='{}'>{}</a></p>".format(
        _("A statistic that is shared with you was computed anew. You see it after signing in.", lang),
        link,
        _("Open the Statistic", lang),
    )
