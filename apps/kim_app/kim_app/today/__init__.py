"""The list of today: everything that is due for somebody, made of what that person may see anyway.

Each source asks through the user's own list rights. It adds no right: what the user could not open is not on it.
"""

from datetime import date

import frappe
from frappe.utils import getdate, nowdate

from kim_app.today import cooperation, counselling, network, offices
from kim_app.today.rows import Desk, Row, as_day

SOURCES = (
    counselling.due,
    offices.due,
    network.due,
    cooperation.due,
)


def rows_for(user: str | None = None, day: date | None = None, only_mine: bool = True) -> list[dict]:
    """Return what is due for `user` (the current one) as of `day` (today), the most urgent first."""
    desk = Desk(user or frappe.session.user, getdate(day or nowdate()), only_mine)
    rows = dict.fromkeys(row for source in SOURCES for row in source(desk))
    return sorted((_shown(row, desk.day) for row in rows), key=lambda row: (row["days"], row["what"], row["document"]))


def _shown(row: Row, day: date) -> dict:
    due_on = as_day(row.due_on) if row.due_on else day
    return {**vars(row), "due_on": due_on, "days": (due_on - day).days}
