"""Makes the pages of the annual report: topics as a municipality lists them, each with its tables of two years."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple

import frappe
from frappe import _

from kim_app.figures.annual.catalogue import FIGURES
from kim_app.figures.annual.facts import COUNT, MEDIAN, SUM, Fact, Figure, Year
from kim_app.figures.annual.own import figure_of
from kim_app.figures.annual.protection import is_small
from kim_app.figures.annual.whom import Persons
from kim_app.figures.export import HIDDEN
from kim_app.settings import setting

OTHERS = object()
INSIDE, PUBLIC = "Inside", "Public"
IN_PICTURE = range(2, 9)
"""Lines of a table that can be seen at one glance."""
SMALLEST = {INSIDE: "small_cell_internal", PUBLIC: "small_cell_public"}


@dataclass
class Number:
    """A number of the report, and what it counts; a hidden one has no value, and one about persons no names."""

    value: float | None
    hidden: bool = False
    names: tuple[str, ...] = ()

    @property
    def shown(self) -> str | float | None:
        """Return what a reader sees: a mark instead of a hidden number, None where there is none."""
        return HIDDEN if self.hidden else self.value


@dataclass
class Line:
    """A row of a table: the year before, and the year of the report."""

    label: str
    before: Number
    now: Number

    @property
    def tells(self) -> bool:
        """Say whether one of the two years has a number to show."""
        return self.before.value is not None or self.now.value is not None


@dataclass
class Block:
    """A table of the report."""

    heading: str
    what: str
    lines: list[Line]
    total: Line | None
    notes: list[str]
    listed: str = ""
    rows_of: str = ""

    @property
    def tells(self) -> bool:
        """Say whether a line of the table has a number to show."""
        return any(line.tells for line in self.lines)

    @property
    def hides(self) -> bool:
        """Say whether a number of the table is hidden."""
        lines = [*self.lines, *([self.total] if self.total else [])]
        return any(number.hidden for line in lines for number in (line.before, line.now))


@dataclass
class Page:
    """A topic of the report."""

    topic: str
    introduction: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def picture(self) -> int | None:
        """Return the place of the table that is drawn: the first that is short enough and shows something."""
        fitting = (place for place, block in enumerate(self.blocks) if len(block.lines) in IN_PICTURE and block.tells)
        return next(fitting, None)


class Limit(NamedTuple):
    """The smallest number of persons that is shown, and whom documents are about."""

    smallest: int
    whom: Callable[[Iterable[str]], list[str]]


def pages(year: int, audience: str = INSIDE, topic: str | None = None) -> list[Page]:
    """Return the pages of the report of a year, in the order of the topics.

    Small numbers are hidden for everybody, the super-user too: the report is made to be handed on.
    """
    wanted = {"active": 1, **({"name": topic} if topic else {})}
    names = frappe.get_all("Report Topic", filters=wanted, order_by="sort_order, topic", pluck="name")
    persons = Persons()
    return [_page(frappe.get_cached_doc("Report Topic", name), Year(year), limit(audience), persons) for name in names]


def limit(audience: str) -> int:
    """Return the number below which figures are hidden from an audience (KIM Settings)."""
    return setting(SMALLEST.get(audience, SMALLEST[INSIDE])) or 0


def table(
    figure: Figure, year: Year, smallest: int, heading: str | None = None, persons: Persons | None = None
) -> Block:
    """Compute a table for a year and the one before, with numbers of fewer persons than `smallest` hidden."""
    both = [_found(figure.facts(each)) for each in (year.before, year)]
    order = _in_order(figure, both)
    if figure.top and len(order) > figure.top:
        both, order = _summed_up(figure, both, order)
    smallest = smallest if figure.about_persons else 0
    listed = "" if figure.about_persons else figure.listed
    columns = _columns(
        figure,
        [_measured(figure, found) for found in both],
        [key for key, _label in order],
        Limit(smallest, (persons or Persons()).of(figure) if smallest else list),
    )
    lines = [Line(label, columns[0][0][place], columns[1][0][place]) for place, (_key, label) in enumerate(order)]
    if figure.measure == MEDIAN:
        lines = [line for line in lines if line.tells]
    total = Line(_total_label(figure), columns[0][1], columns[1][1]) if figure.total else None
    notes = _notes(figure, both)
    return Block(heading or _(figure.heading), _(figure.what), lines, total, notes, listed, figure.rows_of)


def _page(topic: Any, year: Year, smallest: int, persons: Persons) -> Page:
    page = Page(topic.name, topic.introduction or "")
    for row in topic.figures:
        figure = FIGURES.get(row.figure) if row.figure else figure_of(row.statistic)
        if figure:
            page.blocks.append(table(figure, year, smallest, row.heading, persons))
    return page


def _found(facts: Iterable[Fact]) -> dict[Any, dict[str, float | None]]:
    """Return the subjects of each category, each once, with their numbers."""
    found: dict[Any, dict[str, float | None]] = defaultdict(dict)
    for fact in facts:
        found[fact.category][fact.subject] = fact.value
    return found


def _in_order(figure: Figure, both: list[dict]) -> list[tuple[Any, str]]:
    keys = set().union(*both)
    return [*figure.ordered(keys - {None}), *([(None, _("Not Specified"))] if None in keys else [])]


def _summed_up(figure: Figure, both: list[dict], order: list) -> tuple[list[dict], list]:
    """Keep the most frequent categories of the year and sum up the rest."""
    known = [entry for entry in order if entry[0] is not None]
    first = sorted(known, key=lambda entry: -len(both[1].get(entry[0], ())))[: figure.top]
    kept = {key for key, _label in first} | {None}
    folded = [{key: subjects for key, subjects in found.items() if key in kept} for found in both]
    for found, short in zip(both, folded, strict=True):
        short[OTHERS] = {name: value for key in found.keys() - kept for name, value in found[key].items()}
    rest = [entry for entry in order if entry[0] is None]
    return folded, [*first, (OTHERS, _("Others")), *rest]


def _measured(figure: Figure, found: dict) -> dict:
    """Leave out of a median what has no length yet."""
    if figure.measure != MEDIAN:
        return found
    return {key: {name: days for name, days in group.items() if days is not None} for key, group in found.items()}


def _columns(figure: Figure, both: list[dict], keys: list, limit: Limit) -> list[tuple[list[Number], Number]]:
    """Return the numbers of each year and their total."""
    groups = [[found.get(key, {}) for key in keys] for found in both]
    every = [{name: value for group in column for name, value in group.items()} for column in groups]
    everybody = [limit.whom(names) for names in every]
    hidden = figure.hide([[*map(limit.whom, column)] for column in groups], everybody, limit.smallest)
    return [
        (
            [_number(figure, group, place in places) for place, group in enumerate(column)],
            _number(figure, names, is_small(len(set(persons)), limit.smallest)),
        )
        for column, names, persons, places in zip(groups, every, everybody, hidden, strict=True)
    ]


def _number(figure: Figure, group: dict[str, float | None], hidden: bool) -> Number:
    if hidden:
        return Number(None, hidden=True)
    return Number(_value(figure, group), names=() if figure.about_persons else tuple(group))


def _value(figure: Figure, group: dict[str, float | None]) -> float | None:
    if figure.measure == COUNT:
        return len(group)
    values = [value for value in group.values() if value is not None]
    if figure.measure == SUM:
        return round(sum(values))
    return round(median(values)) if values else None


def _total_label(figure: Figure) -> str:
    return _("All") if figure.measure == MEDIAN else _("Total")


def _notes(figure: Figure, both: list[dict]) -> list[str]:
    notes = [_(figure.note)] if figure.note else []
    if figure.measure == MEDIAN:
        notes.append(_("What is too rare for a median in both years is left out."))
    overlapping = any(
        sum(len(group) for group in found.values()) > len({name for group in found.values() for name in group})
        for found in both
    )
    if overlapping and figure.total:
        notes.append(_("One entry may stand in several rows; it counts once in the total."))
    return notes
