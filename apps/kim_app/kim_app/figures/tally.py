"""Counts the documents of a statistic: by cell, by row, by column and in all, for each choice of its filters."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from statistics import median
from typing import Any

from frappe.utils import getdate

from kim_app.figures import labels
from kim_app.figures.plan import Plan
from kim_app.figures.query import Documents

Pattern = tuple[bool | None, ...]
"""For each filter: passed, not passed, or not asked."""


@dataclass
class Tally:
    """What is known of a group: its documents, those with a measured value, and the persons of both."""

    documents: int = 0
    measured: int = 0
    total: float = 0
    days: list[int] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)
    measured_persons: set[str] = field(default_factory=set)

    def add(self, other: "Tally") -> None:
        """Take in the documents of another group."""
        self.documents += other.documents
        self.measured += other.measured
        self.total += other.total
        self.days += other.days
        self.persons |= other.persons
        self.measured_persons |= other.measured_persons

    def value(self, measure: str) -> float | None:
        """Return the figure of the group."""
        if measure == "Count":
            return self.documents
        if measure == "Sum":
            return round(self.total, 2)
        if not self.measured:
            return None
        return median(self.days) if measure == "Median Days" else round(self.total / self.measured, 2)


Tallies = dict[str, dict[Pattern, dict[tuple, Tally]]]
"""By level (`cell`, `row`, `column`, `total`), pattern of filters, and the values of the level's fields."""


def collect(plan: Plan, apart: bool) -> Tallies:
    """Count in a constant number of queries: four, or one for medians, since databases have none in common.

    With `apart` the persons are told apart, and every choice of the filters has its pattern; without, the filters
    leave documents out and the only pattern is `()`.
    """
    documents = Documents(plan.doctype, plan.filters, apart)
    facts = _by_days(plan, documents) if plan.measure == "Median Days" else _by_database(plan, documents)
    tallies: Tallies = {level: defaultdict(lambda: defaultdict(Tally)) for level in plan.levels}
    for level, key, pattern, tally in facts:
        for part in _parts(pattern):
            tallies[level][part][key].add(tally)
    return tallies


def _parts(pattern: tuple[bool, ...]) -> Iterator[Pattern]:
    """Yield the pattern with every choice of its filters not asked."""
    return product(*((passed, None) for passed in pattern))


def _by_database(plan: Plan, documents: Documents) -> Iterator[tuple]:
    value = plan.values.get("value")
    for level, keys in plan.levels.items():
        for row in documents.grouped(keys, value):
            yield level, _key(plan, keys, row), _pattern(documents, row), _tally(row)


def _tally(row: Any) -> Tally:
    measured = row.get("measured") or 0
    persons = {row.person} if row.get("person") else set()
    return Tally(row.documents, measured, float(row.get("sum") or 0), [], persons, set(persons) if measured else set())


def _by_days(plan: Plan, documents: Documents) -> Iterator[tuple]:
    """Count each document once for each key, however many rows its other fields have."""
    rows = documents.rows(plan.levels["cell"], plan.values)
    for level, keys in plan.levels.items():
        once = {(row.doc, _key(plan, keys, row)): row for row in rows}
        for (_doc, key), row in once.items():
            yield level, key, _pattern(documents, row), _tally_of_days(row)


def _tally_of_days(row: Any) -> Tally:
    persons = {row.person} if row.get("person") else set()
    if not (row.since and row.until):
        return Tally(1, persons=persons)
    days = (getdate(row.until) - getdate(row.since)).days
    return Tally(1, 1, 0, [days], persons, set(persons))


def _pattern(documents: Documents, row: Any) -> tuple[bool, ...]:
    return tuple(bool(row[mark]) for mark in documents.marks)


def _key(plan: Plan, keys: dict[str, Any], row: Any) -> tuple:
    """Return the values of a group; empty texts are the same as nothing, months become their period."""
    parts: Iterable = (
        labels.period_of(row[name], plan.period) if by.kind == "date" else None if row[name] == "" else row[name]
        for name, by in keys.items()
    )
    return tuple(parts)
