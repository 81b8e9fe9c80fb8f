"""How many cases and persons somebody looks after, and when that is too much (KIM Settings)."""

from collections.abc import Collection

import frappe
from frappe import _

from kim_app.cases.colleagues import name_of
from kim_app.cases.review import open_cases
from kim_app.settings import setting


def caseload(user: str) -> dict[str, int]:
    """Return open `cases` of `user`, the `persons` in them with their households, and the `limit` (0 = none)."""
    case = frappe.qb.DocType("Case")
    persons = open_cases().select(case.person).where(case.case_manager == user).run(pluck=True)
    return {"cases": len(persons), "persons": _with_households(set(persons)), "limit": limits([user])[user]}


def limits(users: Collection[str]) -> dict[str, int]:
    """Return for each user the number of open cases above which a warning is given (0 = none).

    It is that of a full post, by the share of it; of several teams the smallest share counts.
    """
    filters = {"user": ("in", [*users]), "parenttype": "Team", "post_percent": (">", 0)}
    fields, smallest_last = ["user", "post_percent"], "post_percent desc"
    rows = frappe.get_all("Team Member", filters=filters, fields=fields, order_by=smallest_last)
    shares = {row.user: row.post_percent for row in rows}
    of_full_post = (setting("caseload_warning") or 0) / (setting("full_post_percent") or 100)
    return {user: round(of_full_post * shares.get(user, 100)) for user in users}


def warn(user: str) -> None:
    """Say so when `user` has more open cases than a post bears. It never blocks."""
    load = caseload(user)
    if load["limit"] and load["cases"] > load["limit"]:
        frappe.msgprint(
            _("{0} now has {1} open cases with {2} persons. The warning is set at {3} cases.").format(
                frappe.bold(name_of(user)), load["cases"], load["persons"], load["limit"]
            ),
            title=_("Caseload"),
            indicator="orange",
        )


def _with_households(persons: set[str]) -> int:
    """Count persons; a household counts once, with all who are known to live in it."""
    homes = frappe.get_all("Person", filters={"name": ("in", list(persons))}, pluck="household")
    sizes = frappe.get_all("Household", filters={"name": ("in", list({*filter(None, homes)}))}, pluck="size")
    return sum(not home for home in homes) + sum(sizes)
