"""All barriers side by side: how often each was met, how old it is, and what is done about it."""

from collections import defaultdict
from collections.abc import Collection
from statistics import median
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, date_diff, getdate, nowdate

from kim_app.cooperation.measures import DONE
from kim_app.reports import behind

RESOLVED, REJECTED = "Resolved", "Rejected"
ENDED = (RESOLVED, REJECTED)
GROUPS = ("category", "level", "workflow_state", "life_areas", "legal_circles")
FIELDS = ["name", "title", "category", "level", "workflow_state", "occurrence_count", "creation"]
TABLES = {"life_areas": ("Life Area Choice", "life_area"), "legal_circles": ("Legal Circle Choice", "legal_circle")}
LISTS = {"category": "Barrier Category", "life_areas": "Life Area", "legal_circles": "Legal Circle"}
LEVELS = ("Case", "Municipality", "Land", "Federal")


class Overview:
    """The barriers that the reader may see, with their measures, in a constant number of queries."""

    def __init__(self, filters: dict[str, Any]):
        self.group_by = filters.get("group_by") if filters.get("group_by") in GROUPS else None
        rows = frappe.get_list("Barrier", filters=_wanted(filters), fields=FIELDS, limit_page_length=0)
        self.barriers = sorted(rows, key=lambda row: (-cint(row.occurrence_count), row.name))
        names = [row.name for row in self.barriers]
        measures, ends, occurrences = _measures(names), _ends(names), readable_occurrences(names)
        chosen = {field: _chosen(field, names) for field in TABLES}
        for row in self.barriers:
            row.measures, row.cases = measures[row.name], {each.case for each in occurrences[row.name]}
            row.age = date_diff(ends.get(row.name) or nowdate(), row.creation)
            row.update({field: chosen[field][row.name] for field in TABLES})
        self.labels = {field: _labels(doctype) for field, doctype in LISTS.items()}

    def rows(self) -> tuple[list[dict], dict]:
        """Return a row for each barrier, or for each group of them; the total counts each barrier once."""
        if not self.group_by:
            return [self._barrier(row) for row in self.barriers], _figures("", self.barriers)
        groups = defaultdict(list)
        for row in self.barriers:
            value = row[self.group_by]
            for one in (value if isinstance(value, list) else [value]) or [None]:
                groups[one].append(row)
        ordered = sorted(groups, key=self._place)
        return [_figures(self.word(self.group_by, one), groups[one]) for one in ordered], _figures("", self.barriers)

    def word(self, field: str, value: str | None) -> str:
        """Return a value in words."""
        return self.labels[field].get(value, value) if value and field in self.labels else _(value or "Not Specified")

    def _place(self, value: str | None) -> tuple:
        """Put groups in the order of their list, what is not specified at the end."""
        order = [*self.labels[self.group_by]] if self.group_by in self.labels else [*LEVELS, *_order_of_states()]
        return (value is None, order.index(value) if value in order else len(order), str(value))

    def _barrier(self, row: Any) -> dict[str, Any]:
        return {
            **_figures(row.title, [row]),
            "name": row.name,
            "category": self.word("category", row.category),
            "level": _(row.level or ""),
            "workflow_state": _(row.workflow_state),
            "life_areas": ", ".join(self.word("life_areas", one) for one in row.life_areas),
            "legal_circles": ", ".join(self.word("legal_circles", one) for one in row.legal_circles),
        }


def readable_occurrences(barriers: Collection[str]) -> dict[str, list[Any]]:
    """Return the occurrences of each barrier (`case`, `noticed_on`) in cases that the reader may see."""
    found = defaultdict(list)
    if not frappe.has_permission("Case", "read"):
        return found
    filters = {"parenttype": "Barrier", "parent": ("in", barriers or [""]), "case": ("is", "set")}
    rows = frappe.get_all("Barrier Occurrence", filters=filters, fields=["parent", "case", "noticed_on"])
    wanted = {"name": ("in", {row.case for row in rows} or [""])}
    own = set(frappe.get_list("Case", filters=wanted, pluck="name", limit_page_length=0))
    for row in rows:
        if row.case in own:
            found[row.parent].append(row)
    return found


def _figures(label: str, barriers: list[Any]) -> dict[str, Any]:
    number, cases = sum(cint(row.occurrence_count) for row in barriers), set().union(*(row.cases for row in barriers))
    measures = [measure for row in barriers for measure in row.measures]
    open_ones = [row.name for row in barriers if row.workflow_state not in ENDED]
    todo = [measure.name for measure in measures if (measure.progress or 0) < DONE]
    return {
        "group": label,
        "barriers": len(barriers),
        "open": len(open_ones),
        "occurrences": number,
        "age": round(median(row.age for row in barriers)) if barriers else None,
        "measures": len(measures),
        "measures_open": len(todo),
        "behind": {
            "barriers": behind("Barrier", [row.name for row in barriers]),
            "open": behind("Barrier", open_ones),
            # A list that shows fewer cases than the number counts would look like a mistake.
            "occurrences": behind("Case", cases) if len(cases) == number else None,
            "measures": behind("Measure", [measure.name for measure in measures]),
            "measures_open": behind("Measure", todo),
        },
    }


def _wanted(filters: dict[str, Any]) -> list[list]:
    wanted = [["Barrier", key, "=", filters[key]] for key in ("category", "level") if filters.get(key)]
    wanted += [[table, field, "=", filters[field]] for table, field in TABLES.values() if filters.get(field)]
    if filters.get("workflow_state"):
        wanted.append(["Barrier", "workflow_state", "=", filters["workflow_state"]])
    elif cint(filters.get("open_only")):
        wanted.append(["Barrier", "workflow_state", "not in", list(ENDED)])
    else:
        wanted.append(["Barrier", "workflow_state", "!=", REJECTED])
    return wanted


def _measures(names: list[str]) -> dict[str, list[Any]]:
    found = defaultdict(list)
    filters, fields = {"barrier": ("in", names or [""])}, ["name", "barrier", "progress"]
    for row in frappe.get_list("Measure", filters=filters, fields=fields, limit_page_length=0):
        found[row.barrier].append(row)
    return found


def _ends(names: list[str]) -> dict[str, Any]:
    """Return the day on which each barrier ended, as far as it has. The reader was found to see these barriers."""
    filters = {
        "parenttype": "Barrier",
        "parent": ("in", names or [""]),
        "state": ("in", ENDED),
        "left_on": ("is", "not set"),
    }
    rows = frappe.get_all("State Period", filters=filters, fields=["parent", "entered_on"])
    return {row.parent: getdate(row.entered_on) for row in rows}


def _chosen(field: str, names: list[str]) -> dict[str, list[str]]:
    """Return what each barrier chose in a table. The reader was found to see these barriers."""
    table, value = TABLES[field]
    found, filters = defaultdict(list), {"parenttype": "Barrier", "parentfield": field, "parent": ("in", names or [""])}
    for row in frappe.get_all(table, filters=filters, fields=["parent", value], order_by="idx"):
        found[row.parent].append(row[value])
    return found


def _labels(doctype: str) -> dict[str, str]:
    rows = frappe.get_all(doctype, fields=["name", "label"], order_by="sort_order, label")
    return {row.name: _(row.label) for row in rows}


def _order_of_states() -> list[str]:
    workflow = frappe.db.get_value("Workflow", {"document_type": "Barrier", "is_active": 1})
    return [row.state for row in frappe.get_cached_doc("Workflow", workflow).states] if workflow else []
