"""All measures side by side: who does what until when, and whether fewer cases met the barrier afterwards."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from kim_app.cooperation import before_after
from kim_app.cooperation.effects import READERS, first_months
from kim_app.cooperation.measures import DONE
from kim_app.cooperation.overview import readable_occurrences
from kim_app.reports import behind

NOT_CHECKED = "Not Checked"
EFFECTS = ("Yes", "Partly", "No", NOT_CHECKED)
FIELDS = [
    *("name", "title", "barrier", "responsible_type", "responsible", "due_on", "progress", "checked_on", "effect"),
]


def rows(filters: dict[str, Any]) -> list[dict]:
    """Return the measures that the reader may see, what is due first, with the cases before and after.

    Filters: `barrier`, `category` (of the barrier), `effect` (one of `EFFECTS`), `open_only`.
    """
    found = [row for row in _listed(filters) if _is_wanted(row, filters)]
    titles, names = _titles(found), _names_of_users(found)
    cases = before_after.numbers({row.barrier for row in found}) if told_of_cases() else {}
    today = getdate(nowdate())
    for row in found:
        row.barrier_title = titles.get(row.barrier, row.barrier)
        row.responsible = names.get(row.responsible, row.responsible)
        row.overdue = cint((row.progress or 0) < DONE and not row.checked_on and row.due_on and row.due_on < today)
        row.before, after = cases.get(row.name, (None, None))
        row.after = after if row.due_on and before_after.has_begun(row.due_on) else None
        row.effect_in_words = _(effect_of(row))
        row.behind = {"title": behind("Measure", [row.name]), "barrier_title": behind("Barrier", [row.barrier])}
    _open_cases(found)
    return found


def _open_cases(rows: list[Any]) -> None:
    """Let the cases before and after open their lists, for readers who may see all of them."""
    occurrences = readable_occurrences({row.barrier for row in rows}) if told_of_cases() else {}
    first = {barrier: first_months(several) for barrier, several in occurrences.items()}
    for row in (row for row in rows if row.due_on and row.barrier in first):
        cases = dict(zip(("before", "after"), before_after.cases_around(row.due_on, first[row.barrier]), strict=True))
        row.behind |= {field: behind("Case", some) for field, some in cases.items() if len(some) == row[field]}


def told_of_cases() -> bool:
    """Say whether the reader is told how many cases met a barrier, and when."""
    return bool(READERS & set(frappe.get_roles()))


def effect_of(row: Any) -> str:
    """Return the effect of a measure, or that nobody has checked it."""
    return row.effect or NOT_CHECKED


def _listed(filters: dict[str, Any]) -> list[Any]:
    wanted: dict[str, Any] = {"barrier": filters["barrier"]} if filters.get("barrier") else {}
    if filters.get("category"):
        # Names to choose by; whether the reader may see their measures is asked for below.
        names = frappe.get_all("Barrier", filters={"category": filters["category"]}, pluck="name")
        if wanted:
            names = [name for name in names if name == wanted["barrier"]]
        wanted["barrier"] = ("in", names or [""])
    return frappe.get_list("Measure", filters=wanted, fields=FIELDS, order_by="due_on, name", limit_page_length=0)


def _is_wanted(row: Any, filters: dict[str, Any]) -> bool:
    if filters.get("effect") in EFFECTS and effect_of(row) != filters["effect"]:
        return False
    return not (cint(filters.get("open_only")) and (row.progress or 0) >= DONE)


def _titles(rows: list[Any]) -> dict[str, str]:
    names = {row.barrier for row in rows}
    found = frappe.get_list(
        "Barrier", filters={"name": ("in", names or [""])}, fields=["name", "title"], limit_page_length=0
    )
    return {row.name: row.title for row in found}


def _names_of_users(rows: list[Any]) -> dict[str, str]:
    users = {row.responsible for row in rows if row.responsible_type == "User"}
    found = frappe.get_all("User", filters={"name": ("in", users or [""])}, fields=["name", "full_name"])
    return {row.name: row.full_name for row in found}
