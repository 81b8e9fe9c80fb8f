"""What is due in the directory of the network, for those who keep it."""

from collections.abc import Iterator

from frappe import _
from frappe.utils import add_months

from kim_app.network import verification
from kim_app.roles import COORDINATOR
from kim_app.today.rows import Desk, Row


def due(desk: Desk) -> Iterator[Row]:
    """Yield the actors that nobody confirmed lately; one that never was counts from its entry."""
    if COORDINATOR not in desk.roles:
        return
    oldest = verification.oldest_confirmed_day(desk.day)
    for row in desk.documents("Actor", {"active": 1}, ("name", "verified_on", "creation")):
        if not row.verified_on:
            yield Row(_("Actor never confirmed"), "Actor", row.name, row.name, row.creation)
        elif row.verified_on < oldest:
            due_on = add_months(row.verified_on, verification.months())
            yield Row(_("Actor to be confirmed"), "Actor", row.name, row.name, due_on)
