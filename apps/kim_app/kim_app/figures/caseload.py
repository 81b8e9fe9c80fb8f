"""How many open cases and persons each case manager has."""

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import nowdate

from kim_app.cases.caseload import limits
from kim_app.cases.review import ENDED
from kim_app.figures.export import HIDDEN
from kim_app.reports import hide_columns, largest_first, smallest_number


def rows(team: str | None = None) -> tuple[list[dict], dict]:
    """Return the load of each case manager, the highest first, and the total, in a constant number of queries.

    Who is told figures only sees no small number: a statistic of cases by case manager hides it as well.
    """
    numbers = {
        "open_cases": _cases(team),
        "persons": _persons(team),
        "acute": _cases(team, acute=True),
        "overdue": _cases(team, overdue=True),
    }
    users = set(numbers["open_cases"])
    names = dict(frappe.get_all("User", {"name": ("in", users or [""])}, ["name", "full_name"], as_list=True))
    found = [
        {"colleague": names.get(user) or user, **{key: loads.get(user, 0) for key, loads in numbers.items()}}
        | {"warning": _warning(numbers["open_cases"][user], limit)}
        for user, limit in limits(users).items()
    ]
    total = {"warning": "", **{key: sum(loads.values()) for key, loads in numbers.items()}}
    hide_columns(found, total, smallest_number(), **dict.fromkeys(numbers, True))
    for row in found:
        row["warning"] = "" if row["open_cases"] == HIDDEN else row["warning"]
    return sorted(found, key=lambda row: largest_first(row["open_cases"], row["colleague"])), total


def _warning(cases: int, limit: int) -> str:
    return _("More than {0} open cases").format(limit) if limit and cases > limit else ""


def _open(case: object, team: str | None) -> object:
    criterion = case.workflow_state.isnull() | case.workflow_state.notin(ENDED)
    return criterion & (case.team == team) if team else criterion


def _cases(team: str | None, acute: bool = False, overdue: bool = False) -> dict[str, int]:
    case = frappe.qb.DocType("Case")
    query = frappe.qb.from_(case).select(case.case_manager, Count("*")).where(_open(case, team))
    if acute:
        query = query.where(case.priority == "Acute")
    if overdue:
        query = query.where(case.next_review_on < nowdate())
    return dict(query.groupby(case.case_manager).run())


def _persons(team: str | None) -> dict[str, int]:
    """Count the persons of open cases and everybody who lives with them, each once for each case manager."""
    case, person, member = (
        frappe.qb.DocType(name).as_(alias) for name, alias in (("Case", "c"), ("Person", "p"), ("Person", "m"))
    )
    together = (member.name == person.name) | ((person.household != "") & (member.household == person.household))
    distinct = (
        frappe.qb.from_(case)
        .join(person)
        .on(person.name == case.person)
        .join(member)
        .on(together)
        .select(case.case_manager.as_("manager"), member.name.as_("person"))
        .distinct()
        .where(_open(case, team))
        .as_("reached")
    )
    query = frappe.qb.from_(distinct).select(distinct.manager, Count("*")).groupby(distinct.manager)
    return dict(query.run())
