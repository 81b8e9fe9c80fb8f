"""What figures of the annual report are made of: facts, each a subject in a category, found for one year at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from frappe import _
from frappe.utils import getdate, nowdate

from kim_app.figures import labels
from kim_app.figures.annual.protection import hidden_in_both
from kim_app.figures.catalogue import Field, field_of
from kim_app.figures.query import Documents
from kim_app.figures.suppression import Group

COUNT, SUM, MEDIAN = "Count", "Sum", "Median Days"
Ordered = Callable[[set], list[tuple[Any, str]]]


class Fact(NamedTuple):
    """`subject` (a document's name) stands in `category` (None: not specified), with a number if one is measured."""

    category: Any
    subject: str
    value: float | None = None


@dataclass(frozen=True)
class Year:
    """A calendar year."""

    number: int

    @property
    def first(self) -> date:
        """Return New Year's Day."""
        return date(self.number, 1, 1)

    @property
    def last(self) -> date:
        """Return New Year's Eve."""
        return date(self.number, 12, 31)

    @property
    def end(self) -> date:
        """Return the day that a stock is counted on: the last one, or today while the year runs."""
        return min(self.last, getdate(nowdate()))

    @property
    def before(self) -> "Year":
        """Return the year before."""
        return Year(self.number - 1)

    def within(self, fieldname: str) -> list:
        """Return the filter for dates of this year, as figures take it."""
        return [fieldname, "between", [str(self.first), str(self.last)]]


@dataclass(frozen=True)
class Figure:
    """A table of the report: heading, what is counted, where its facts come from and how its rows are ordered.

    `total` says whether the sum of the rows means something, `about_persons` whether small numbers are hidden, `top`
    how many rows stand for themselves before the rest is summed up, `note` what a reader must know. `hide` decides on
    the rows to hide in each year. `listed` is the DocType of the subjects; if they are rows of one of its tables,
    `rows_of` is the DocType of these rows.
    """

    heading: str
    what: str
    facts: Callable[[Year], Iterable[Fact]]
    ordered: Ordered
    measure: str = COUNT
    total: bool = True
    about_persons: bool = True
    top: int = 0
    note: str = ""
    listed: str = ""
    rows_of: str = ""
    hide: Callable[[list[list[Group]], list[Group], int], list[set[int]]] = hidden_in_both


def by_field(heading: str, what: str, doctype: str, row: str, day: str | None, **options: Any) -> Figure:
    """Return a figure of the documents of a year (by their date `day`), by one of their fields.

    `value` names a number that is summed up, `filters` restrict the documents; both are as in a Statistic. Without
    `day` the documents are a stock: those entered until the end of the year.
    """
    value, filters = options.pop("value", None), options.pop("filters", [])

    def facts(year: Year) -> Iterable[Fact]:
        field = field_of(doctype, row, "choice")
        values = {"value": field_of(doctype, value, "number")} if value else {}
        period = year.within(day) if day else ["creation", "<=", str(year.end)]
        for found in Documents(doctype, [*filters, period]).rows({"row": field}, values):
            # An empty text is the same as nothing, and an unchecked box is an answer.
            yield Fact(None if found.row == "" else found.row, found.doc, found.get("value"))

    def ordered(found: set) -> list[tuple[Any, str]]:
        return labels.in_order(field_of(doctype, row, "choice"), found)

    return Figure(heading, what, facts, ordered, listed=doctype, **options)


def in_given_order(*words: str) -> Ordered:
    """Return an order of categories that are words themselves, translated when they are shown."""
    return lambda found: [(word, _(word)) for word in words if word in found]


def of_list(doctype: str) -> Ordered:
    """Return the order of a list of KIM, for categories that are its records."""
    field = Field("category", "", "choice", doctype, "category", values=doctype)
    return lambda found: labels.in_order(field, found)
