"""How many cases and persons somebody looks after, and when that is too much (KIM Settings)."""

import frappe
from frappe import _

from kim_app.cases.colleagues import name_of
from kim_app.cases.review import open_cases
from kim_app.settings import setting


def caseload(user: str) -> dict[str, int]:
    """Return open `cases` of `user`, the `persons` in them with their households, and the `limit` (0 = none)."""
    case = frappe.qb.DocType("Case")
    persons = open_cases().select(case.person).where(case.case_manager == user).run(pluck=True)
    return {"cases": len(persons), "persons": _with_households(set(persons)), "limit": limit_of(user)}


def limit_of(user: str) -> int:
    """Return the number of open cases above which `user` is warned: that of a full post, by the share of it."""
    shares = frappe.get_all(
        "Team Member", filters={"user": user, "parenttype": "Team"}, pluck="post_percent", order_by="post_percent"
    )
    share = next((share for share in shares if share), None) or 100
    return round((setting("caseload_warning") or 0) * share / (setting("full_post_percent") or 100))


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
