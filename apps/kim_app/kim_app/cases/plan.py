"""What the printed support plan shows: resources first, goals by life area, never a note."""

import frappe
from frappe.model.document import Document

from kim_app.network.texts import label_of


def goals_by_area(case: Document) -> list[dict]:
    """Return the goals of `case` grouped by life area, in the order of the plan: `area` and its `goals`."""
    groups: dict[str, list] = {}
    for goal in case.goals:
        groups.setdefault(goal.life_area, []).append(goal)
    return [{"area": label_of("Life Area", area), "goals": goals} for area, goals in groups.items()]


def strengths(case: Document) -> list[dict]:
    """Return the resources of the last assessment that the user may read: `area` and `resource`."""
    rows = last_scores(case)
    return [{"area": label_of("Life Area", row.life_area), "resource": row.resource} for row in rows if row.resource]


def last_scores(case: Document) -> list[Document]:
    """Return the scores of the last assessment that the user may read."""
    last = frappe.get_list(
        "Assessment", filters={"case": case.name}, pluck="name", order_by="assessed_on desc, creation desc", limit=1
    )
    return frappe.get_doc("Assessment", last[0]).scores if last else []
