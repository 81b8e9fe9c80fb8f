"""How many open cases and persons each case manager has."""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from kim_app.cases.caseload import limits
from kim_app.cases.review import ENDED
from kim_app.figures.export import HIDDEN
from kim_app.reports import hide_columns, largest_first, smallest_number

ACUTE = "Acute"
NUMBERS = ("open_cases", "persons", "acute", "overdue")
Persons = dict[str, list[str]]
"""By case manager, the person of each case that is counted."""


def rows(team: str | None = None) -> tuple[list[dict], dict]:
    """Return the load of each case manager, the highest first, and the total, in a constant number of queries.

    Who is told figures only sees no small number: a statistic of cases by case manager hides it as well. A statistic
    hides more, such as a large number beside few ended cases; a coordinator must know who has too much to do.
    """
    numbers = _numbers(team)
    users = set(numbers["open_cases"])
    names = dict(frappe.get_all("User", {"name": ("in", users or [""])}, ["name", "full_name"], as_list=True))
    found = [
        {"colleague": names.get(user) or user, **{key: groups[user] for key, groups in numbers.items()}}
        | {"warning": _warning(len(numbers["open_cases"][user]), limit)}
        for user, limit in limits(users).items()
    ]
    total = {key: [person for persons in groups.values() for person in persons] for key, groups in numbers.items()}
    hide_columns(found, total, smallest_number(), **dict.fromkeys(numbers, True))
    for row in found:
        row["warning"] = "" if row["open_cases"] == HIDDEN else row["warning"]
    return sorted(found, key=lambda row: largest_first(row["open_cases"], row["colleague"])), {**total, "warning": ""}


def _warning(cases: int, limit: int) -> str:
    return _("More than {0} open cases").format(limit) if limit and cases > limit else ""


def _open(case: object, team: str | None) -> object:
    criterion = case.workflow_state.isnull() | case.workflow_state.notin(ENDED)
    return criterion & (case.team == team) if team else criterion


def _numbers(team: str | None) -> dict[str, Persons]:
    numbers: dict[str, Persons] = {key: defaultdict(list) for key in NUMBERS}
    for row in _cases(team):
        counts = {
            "open_cases": True,
            "acute": row.priority == ACUTE,
            "overdue": row.next_review_on and row.next_review_on < getdate(nowdate()),
        }
        for key in (key for key, is_counted in counts.items() if is_counted):
            numbers[key][row.case_manager].append(row.person)
    for (manager, _person), client in _clients(team).items():
        numbers["persons"][manager].append(client)
    return numbers


def _cases(team: str | None) -> list[Any]:
    case = frappe.qb.DocType("Case")
    query = frappe.qb.from_(case).select(case.case_manager, case.person, case.priority, case.next_review_on)
    return query.where(_open(case, team)).run(as_dict=True)


def _clients(team: str | None) -> dict[tuple[str, str], str]:
    """Return by case manager and person the client through whom the person is counted: the own case, or one at home.

    A family of five with one case stands for one client: their number tells of that client alone.
    """
    clients: dict[tuple[str, str], str] = {}
    for row in _reached(team):
        if row.client == row.person or (row.manager, row.person) not in clients:
            clients[row.manager, row.person] = row.client
    return clients


def _reached(team: str | None) -> list[Any]:
    """Query the persons of open cases and everybody who lives with them."""
    case, person, member = (
        frappe.qb.DocType(name).as_(alias) for name, alias in (("Case", "c"), ("Person", "p"), ("Person", "m"))
    )
    together = (member.name == person.name) | ((person.household != "") & (member.household == person.household))
    query = (
        frappe.qb.from_(case)
        .join(person)
        .on(person.name == case.person)
        .join(member)
        .on(together)
        .select(case.case_manager.as_("manager"), member.name.as_("person"), person.name.as_("client"))
        .distinct()
        .where(_open(case, team))
    )
    return query.run(as_dict=True)
