"""One line of the list of today, and the day that decides what belongs on it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate

from kim_app.permissions.scopes import absent_colleagues

SOON = 7
"""Days ahead that the list looks where no setting says otherwise."""

NONE = ("",)
"""Filters want a list that is not empty."""


@dataclass(frozen=True)
class Row:
    """`what` is to be done about a document, `about` says which one in words, until `due_on`."""

    what: str
    document_type: str
    document: str
    about: str
    due_on: Any


@dataclass
class Desk:
    """Whose list it is: the user, the day, and whether only what the user answers for is wanted."""

    user: str
    day: date
    only_mine: bool = True
    roles: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.roles = self.roles or set(frappe.get_roles(self.user))

    @property
    def soon(self) -> date:
        """The last day that counts as near."""
        return self.day + timedelta(days=SOON)

    def colleagues(self) -> list[str]:
        """Return the user and the absent colleagues whom the user stands in for today."""
        return [self.user, *(row[0] for row in absent_colleagues(self.user).run())]

    def documents(self, doctype: str, filters: dict, fields: Iterable[str], **options: Any) -> list:
        """Return documents that the user may read; none where the role reads no such documents at all."""
        if not frappe.has_permission(doctype, "read", user=self.user):
            return []
        return frappe.get_list(doctype, filters=filters, fields=list(fields), user=self.user, limit=0, **options)


def rows_of_table(doctype: str, parents: Iterable[str], filters: dict, fields: Iterable[str]) -> list:
    """Return the rows of a table in documents whose readers were asked for already."""
    given = {"parent": ("in", list(parents) or NONE), **filters}
    return frappe.get_all(doctype, filters=given, fields=["parent", *fields], order_by="idx")


def as_day(value: Any) -> date:
    """Return the day of a date or time."""
    return getdate(value)
