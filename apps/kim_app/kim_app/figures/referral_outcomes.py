"""What became of referrals: who took people in, who declined and why, and how long an answer took.

Not prevented, as in `kim_app.figures.suppression`: the same referrals by actor and by life area are two tables, and
what is hidden in one can follow from the totals of the other.
"""

from collections import Counter, defaultdict
from statistics import median
from typing import Any

import frappe
from frappe import _
from frappe.utils import date_diff

from kim_app.figures import periods
from kim_app.figures.export import HIDDEN
from kim_app.figures.suppression import Table, hidden_numbers
from kim_app.reports import behind, largest_first, sees_figures_only, smallest_number

GROUPS = {"life_area": "Life Area", "actor": "Actor", "actor_type": "Actor Type"}
"""What referrals are put together by, with the list that names it; the first is the usual one."""
NO_OUTCOME = ""
FIELDS = ["name", "actor", "life_area", "outcome", "sent_on", "responded_on"]


class Outcomes:
    """The referrals that were sent in a period, by actor, type of actor or life area, and by outcome."""

    def __init__(self, filters: dict[str, Any]):
        self.group_by = filters.get("group_by") if filters.get("group_by") in GROUPS else "life_area"
        self.known = not sees_figures_only()
        self.smallest = smallest_number()
        self.referrals = self._referrals(filters)
        self.groups = defaultdict(list)
        for row in self.referrals:
            self.groups[row[self.group_by] or ""].append(row)
        self.outcomes = self._outcomes()

    def rows(self) -> tuple[list[dict], dict]:
        """Return a row for each group, and the total. Small numbers are hidden for who may not see referrals."""
        names = _labels(GROUPS[self.group_by])
        rows = [self._row(names.get(group) or group or _("Not Specified"), self.groups[group]) for group in self.groups]
        total = self._row("", self.referrals)
        self._hide(rows, total)
        return sorted(rows, key=lambda row: largest_first(row["sent"], row["group"])), total

    def _referrals(self, filters: dict[str, Any]) -> list[Any]:
        wanted: dict[str, Any] = {key: ("=", str(filters[key])) for key in ("actor", "life_area") if filters.get(key)}
        period = periods.between(filters)
        wanted["sent_on"] = ("between", period) if period else ("is", "set")
        # Who is told figures only may list no referral; what is made of all of them is hidden where it is small.
        ask = frappe.get_all if sees_figures_only() else frappe.get_list
        rows = ask("Referral", filters=wanted, fields=FIELDS, limit_page_length=0)
        types = dict(frappe.get_all("Actor", fields=["name", "actor_type"], as_list=True))
        for row in rows:
            row.actor_type = types.get(row.actor)
        return rows

    def _outcomes(self) -> dict[str, str]:
        """Return the outcomes that occur, in the order of their list, with their labels; none yet comes last."""
        found = {row.outcome for row in self.referrals}
        labels = {key: label for key, label in _labels("Referral Outcome").items() if key in found}
        return {**labels, NO_OUTCOME: _("No Outcome Yet")}

    def _row(self, label: str, referrals: list[Any]) -> dict[str, Any]:
        counted = Counter(row.outcome or NO_OUTCOME for row in referrals)
        days = [date_diff(row.responded_on, row.sent_on) for row in referrals if row.responded_on]
        shown = round(median(days), 1) if days else None
        row: dict[str, Any] = {"group": label, "sent": len(referrals)}
        row |= {self.field_of(outcome): counted[outcome] for outcome in self.outcomes}
        row["answer_days"] = HIDDEN if 0 < len(days) < self.smallest else shown
        if self.known:
            row["behind"] = self._behind(referrals)
        return row

    def field_of(self, outcome: str) -> str:
        """Return the column of an outcome."""
        return f"outcome_{frappe.scrub(outcome)}" if outcome else "no_outcome"

    def _behind(self, referrals: list[Any]) -> dict[str, Any]:
        names = defaultdict(list)
        for row in referrals:
            names["sent"].append(row.name)
            names[self.field_of(row.outcome or NO_OUTCOME)].append(row.name)
        return {field: behind("Referral", several) for field, several in names.items()}

    def _hide(self, rows: list[dict], total: dict) -> None:
        fields = [self.field_of(outcome) for outcome in self.outcomes]
        table = Table(
            [[row[field] for field in fields] for row in rows],
            [row["sent"] for row in rows],
            [total[field] for field in fields],
            total["sent"],
        )
        for key in hidden_numbers(table, self.smallest) or ():
            line = rows[key[1]] if key[0] in ("cell", "row") else total
            line[fields[key[-1]] if key[0] in ("cell", "column") else "sent"] = HIDDEN
        for row in (*rows, total):
            if row["sent"] == HIDDEN:
                row["answer_days"] = HIDDEN


def _labels(doctype: str) -> dict[str, str]:
    """Return the labels of a list in its order; the name of an actor is its label."""
    if doctype == "Actor":
        return {}
    rows = frappe.get_all(doctype, fields=["name", "label"], order_by="sort_order, label")
    return {row.name: _(row.label) for row in rows}
