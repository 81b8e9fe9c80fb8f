"""What became of referrals: who took people in, who declined and why, and how long an answer took.

Whoever is told figures only sees what a Statistic of the same referrals shows: the two cannot be subtracted.
"""

from collections import Counter, defaultdict
from statistics import median
from typing import Any

import frappe
from frappe import _
from frappe.utils import date_diff

from kim_app.figures import engine, periods
from kim_app.figures.export import HIDDEN
from kim_app.reports import behind, largest_first, sees_figures_only, smallest_number

GROUPS = {"life_area": "Life Area", "actor": "Actor", "actor_type": "Actor Type"}
"""What referrals are put together by, with the list that names it; the first is the usual one."""
ROW_FIELDS = {"life_area": "life_area", "actor": "actor", "actor_type": "actor.actor_type"}
NO_OUTCOME = ""
FIELDS = ["name", "person", "actor", "life_area", "outcome", "sent_on", "responded_on"]


class Outcomes:
    """The referrals that were sent in a period, by actor, type of actor or life area, and by outcome."""

    def __init__(self, filters: dict[str, Any]):
        self.group_by = filters.get("group_by") if filters.get("group_by") in GROUPS else "life_area"
        self.known = not sees_figures_only()
        self.smallest = smallest_number()
        self.filters = _wanted(filters)
        self.referrals = self._referrals()
        self.groups = defaultdict(list)
        for row in self.referrals:
            self.groups[row[self.group_by] or ""].append(row)
        self.outcomes = self._outcomes()

    def rows(self) -> tuple[list[dict], dict]:
        """Return a row for each group, and the total. Small numbers are hidden for who may not see referrals.

        No row is returned where even the groups would tell of whom there are referrals.
        """
        hidden = self._hidden() if self.smallest else set()
        if hidden is None:
            return [], {}
        names = _labels(GROUPS[self.group_by])
        rows = []
        for group, referrals in self.groups.items():
            label = names.get(group) or group or _("Not Specified")
            rows.append(self._row(label, (group or None,), referrals, hidden))
        chosen = [value for field, _is, value in self.filters if field == self.group_by]
        total = self._row("", (*chosen,), self.referrals, hidden)
        return sorted(rows, key=lambda row: largest_first(row["sent"], row["group"])), total

    def _hidden(self) -> set | None:
        """Return the groups of referrals whose number a Statistic hides; None if that is all of them.

        A single group that was chosen hides what it hides among the others.
        """
        shape = {"row_field": ROW_FIELDS[self.group_by], "column_field": "outcome"}
        others = [row for row in self.filters if row[0] != self.group_by]
        return engine.hidden_groups(document_type="Referral", **shape, filters=others)

    def _referrals(self) -> list[Any]:
        # Who is told figures only may list no referral; what is made of all of them is hidden where it is small.
        ask = frappe.get_all if sees_figures_only() else frappe.get_list
        rows = ask("Referral", filters=self.filters, fields=FIELDS, limit_page_length=0)
        types = dict(frappe.get_all("Actor", fields=["name", "actor_type"], as_list=True))
        for row in rows:
            row.actor_type = types.get(row.actor)
        return rows

    def _outcomes(self) -> dict[str, str]:
        """Return the outcomes that occur, in the order of their list, with their labels; none yet comes last."""
        found = {row.outcome for row in self.referrals}
        labels = {key: label for key, label in _labels("Referral Outcome").items() if key in found}
        return {**labels, NO_OUTCOME: _("No Outcome Yet")}

    def _row(self, label: str, group: tuple, referrals: list[Any], hidden: set) -> dict[str, Any]:
        counted = Counter(row.outcome or NO_OUTCOME for row in referrals)
        row: dict[str, Any] = {"group": label, "sent": len(referrals)}
        row |= {self.field_of(outcome): counted[outcome] for outcome in self.outcomes}
        row["answer_days"] = self._days(referrals)
        if self.known:
            row["behind"] = self._behind(referrals)
        for outcome in self.outcomes:
            if (group, (outcome or None,)) in hidden:
                row[self.field_of(outcome)] = HIDDEN
        if (group, engine.ALL) in hidden:
            row["sent"] = row["answer_days"] = HIDDEN
        return row

    def _days(self, referrals: list[Any]) -> Any:
        """Return the median of the days to an answer, unless too few persons got one."""
        answered = [row for row in referrals if row.responded_on]
        if answered and len({row.person for row in answered}) < self.smallest:
            return HIDDEN
        days = [date_diff(row.responded_on, row.sent_on) for row in answered]
        return round(median(days), 1) if days else None

    def field_of(self, outcome: str) -> str:
        """Return the column of an outcome."""
        return f"outcome_{frappe.scrub(outcome)}" if outcome else "no_outcome"

    def _behind(self, referrals: list[Any]) -> dict[str, Any]:
        names = defaultdict(list)
        for row in referrals:
            names["sent"].append(row.name)
            names[self.field_of(row.outcome or NO_OUTCOME)].append(row.name)
        return {field: behind("Referral", several) for field, several in names.items()}


def _wanted(filters: dict[str, Any]) -> list[list]:
    """Return the filters of a report as lists and Statistics have them."""
    wanted = [[key, "=", str(filters[key])] for key in ("actor", "life_area") if filters.get(key)]
    period = periods.between(filters)
    return [*wanted, ["sent_on", "between", [str(day) for day in period]] if period else ["sent_on", "is", "set"]]


def _labels(doctype: str) -> dict[str, str]:
    """Return the labels of a list in its order; the name of an actor is its label."""
    if doctype == "Actor":
        return {}
    rows = frappe.get_all(doctype, fields=["name", "label"], order_by="sort_order, label")
    return {row.name: _(row.label) for row in rows}
