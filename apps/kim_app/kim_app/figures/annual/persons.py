"""Figures about the persons who were counselled in a year: those with a case that was open in it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import Criterion
from frappe.utils import getdate

from kim_app.figures.annual.cases import DECLINED
from kim_app.figures.annual.facts import Fact, Figure, Ordered, Year, in_given_order
from kim_app.figures.annual.protection import small_groups
from kim_app.figures.catalogue import field_of
from kim_app.figures.labels import in_order
from kim_app.figures.suppression import Group
from kim_app.setup.workflows.marks import _lt

PERSONS = _lt("Persons")
AGES = ((0, 5), (6, 13), (14, 17), (18, 26), (27, 39), (40, 59), (60, 200))
STAYS = ((0, 0), (1, 2), (3, 5), (6, 9), (10, 200))
LEVELS = ("None", "Literacy Course", "A1", "A2", "B1", "B2", "C1", "C2", "Native")
GERMAN = "de"
CLIENTS, RELATIVES = _lt("Persons Counselled"), _lt("Further Persons in Their Households")
TOP = 10
READ = ("name", "gender", "birth_date", "nationality", "residence_title", "arrival_date", "household")
"""What of a person these figures are made of."""


def _counselled(year: Year) -> list[Any]:
    """Return the persons with a case that was open in the year and whose enquiry was not declined, each once."""
    person, case = frappe.qb.DocType("Person"), frappe.qb.DocType("Case")
    open_in_year = Criterion.all(
        [
            case.opened_on <= str(year.end),
            case.closed_on.isnull() | (case.closed_on >= str(year.first)),
            case.workflow_state.isnull() | (case.workflow_state != DECLINED),
        ]
    )
    cases = frappe.qb.from_(case).select(case.person).where(open_in_year)
    return (
        frappe.qb.from_(person)
        .select(*(person[name] for name in READ))
        .where(person.name.isin(cases))
        .run(as_dict=True)
    )


def _by(category: Callable[[Any, Year], Any]) -> Callable[[Year], Iterator[Fact]]:
    return lambda year: (Fact(category(person, year), person.name) for person in _counselled(year))


def _years_between(start: Any, end: date) -> int | None:
    if not start:
        return None
    start = getdate(start)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _group(number: int | None, groups: tuple) -> tuple[int, int] | None:
    return next((group for group in groups if number is not None and group[0] <= number <= group[1]), None)


def _spans(found: set) -> list[tuple[Any, str]]:
    """Label groups of years: “6–13”, the last one “60+”."""
    return [(span, _span(*span)) for span in sorted(found)]


def _span(first: int, last: int) -> str:
    if last >= 200:
        return f"{first}+"
    return str(first) if first == last else f"{first}–{last}"


def _choices(fieldname: str) -> Ordered:
    return lambda found: in_order(field_of("Person", fieldname, "choice"), found)


def _title_groups(year: Year) -> Iterator[Fact]:
    groups = dict(frappe.get_all("Residence Title", fields=["name", "title_group"], as_list=True))
    return _by(lambda person, _year: groups.get(person.residence_title) or None)(year)


def _title_group_order(found: set) -> list[tuple[Any, str]]:
    return in_order(field_of("Person", "residence_title.title_group", "choice"), found)


def _german(year: Year) -> Iterator[Fact]:
    """Take the level of German that is noted on a person."""
    rows = frappe.get_all("Person Language", {"parenttype": "Person", "language": GERMAN}, ["parent", "level"])
    levels = {row.parent: row.level for row in rows}
    return _by(lambda person, _year: levels.get(person.name) or None)(year)


def _reached(year: Year) -> Iterator[Fact]:
    """Count the persons counselled and those who live with them."""
    persons = _counselled(year)
    clients = {person.name for person in persons}
    yield from (Fact(CLIENTS, name) for name in clients)
    homes = {person.household for person in persons if person.household}
    for name, home in frappe.get_all("Person", {"household": ("is", "set")}, ["name", "household"], as_list=True):
        if home in homes and name not in clients:
            yield Fact(RELATIVES, name)


def _hide_reached(groups: list[list[Group]], _everything: list[Group], smallest: int) -> list[set[int]]:
    """Hide small rows alone: other tables tell the number of persons counselled, none tells that of all persons."""
    return [small_groups(column, smallest) for column in groups]


FIGURES = (
    Figure(
        _lt("Persons Reached"), PERSONS, _reached, in_given_order(CLIENTS, RELATIVES), total=False, hide=_hide_reached,
        note=_lt("Counted are persons with a case that was open in the year and was not declined."),
    ),
    Figure(
        _lt("Persons by Gender"), PERSONS, _by(lambda person, _year: person.gender or None), _choices("gender")
    ),
    Figure(
        _lt("Persons by Age"), PERSONS,
        _by(lambda person, year: _group(_years_between(person.birth_date, year.end), AGES)), _spans,
        note=_lt("Age in years at the end of the year, in a running year today."),
    ),
    Figure(
        _lt("Persons by Nationality"), PERSONS, _by(lambda person, _year: person.nationality or None),
        _choices("nationality"), top=TOP,
    ),
    Figure(_lt("Persons by Residence Title"), PERSONS, _title_groups, _title_group_order),
    Figure(
        _lt("Persons by Years in Germany"), PERSONS,
        _by(lambda person, year: _group(_years_between(person.arrival_date, year.end), STAYS)), _spans,
        note=_lt("Full years since the arrival; 0 stands for the first year."),
    ),
    Figure(_lt("Persons by German"), PERSONS, _german, in_given_order(*LEVELS)),
)  # fmt: skip
