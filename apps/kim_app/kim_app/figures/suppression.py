"""Hides numbers so that nobody follows from a table, not even by subtracting what is shown from its totals.

A number that stands for fewer persons than may be shown is hidden (0 stays). Then more is hidden, as little as
possible, until every number from 1 up to the smallest that may be shown could stand in each of the hidden cells.

The table is seen as a circulation: what flows in a row's total flows through its cells into the columns' totals and
back through the grand total. A hidden number can be larger or smaller by `d` exactly if `d` can flow around circles
through it, on hidden numbers alone. For each small cell the cheapest circle is found, and what is shown on it is
hidden. Where a dimension counts documents in several rows, sums say nothing and its conservation is dropped; a total
is then hidden if it exceeds the sum of what is shown, since the difference would be a lower bound.

`kim_app.figures.disclosure` applies this to tables with and without their filters, and to their totals.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kim_app.figures.circulation import INFINITE, Key, Net

FREE, BOTTOM, RIGHT = ("free",), ("bottom",), ("right",)
Group = Sequence[str]
"""Documents, told by the person of each: as many as there are documents, and as many different ones as persons."""


@dataclass(frozen=True)
class Table:
    """Counts, and whether the rows (the columns) each count a document once, so that they add up to the totals.

    Numbers below `smallest` are small. `persons` says for how many persons each number stands; without it each document
    is a person of its own. A table is `listed` if rows and columns stand in it only where they have documents. Of a
    `blank` table nothing is shown, not even its labels.
    """

    cells: list[list[int]]
    row_totals: list[int]
    column_totals: list[int]
    total: int
    rows_add_up: bool = True
    columns_add_up: bool = True
    smallest: int = 0
    persons: dict[Key, int] | None = None
    listed: bool = False
    blank: bool = False

    def numbers(self) -> Iterator[tuple[Key, int]]:
        """Yield every number of the table with its key."""
        for row, line in enumerate(self.cells):
            yield from ((("cell", row, column), number) for column, number in enumerate(line))
        yield from ((("row", row), number) for row, number in enumerate(self.row_totals))
        yield from ((("column", column), number) for column, number in enumerate(self.column_totals))
        yield ("total",), self.total

    def ends(self, key: Key) -> tuple[Key, Key]:
        """Return the nodes between which a number flows."""
        row = ("r", key[1]) if key[0] in ("cell", "row") and self.columns_add_up else FREE
        column = ("c", key[-1]) if key[0] in ("cell", "column") and self.rows_add_up else FREE
        right = RIGHT if self.rows_add_up else FREE
        bottom = BOTTOM if self.columns_add_up else FREE
        return {
            "cell": (row, column),
            "row": (right, row),
            "column": (column, bottom),
            "total": (bottom, right),
        }[key[0]]

    def least(self) -> dict[Key, float]:
        """Return the least that each number can be: a row or column that is listed has a document.

        Whatever lies in a row or column without documents can then be nothing else than 0.
        """
        if self.blank or not self.listed:
            return dict.fromkeys((key for key, _number in self.numbers()), 0)
        rows, columns = self.row_totals, self.column_totals
        totals = {key: 1 if number else INFINITE for key, number in self.numbers() if key[0] != "cell"}
        cells = {
            ("cell", row, column): 0 if rows[row] and columns[column] else INFINITE
            for row in range(len(rows))
            for column in range(len(columns))
        }
        return {**totals, **cells}

    def small(self) -> dict[Key, tuple[int, int]]:
        """Return the numbers that stand for too few persons, and how much more and less each must seem to be."""
        found = {}
        for key, number in self.numbers():
            persons = number if self.persons is None else self.persons.get(key, 0)
            if number and 0 < persons < self.smallest:
                found[key] = (self.smallest - persons, min(number, self.smallest) - 1)
        return found


def counted(cells: list[list[Group]], rows: list[Group], columns: list[Group], total: Group, **shape: bool) -> Table:
    """Return the table of groups of documents; small are the numbers of few persons. `shape` is as of a `Table`."""
    persons = {key: len(set(group)) for key, group in Table(cells, rows, columns, total).numbers()}
    numbers = [[*map(len, line)] for line in cells], [*map(len, rows)], [*map(len, columns)], len(total)
    return Table(*numbers, **shape, persons=persons)


def counted_rows(rows: list[Group], total: Group, **shape: bool) -> Table:
    """Return the table of a single column, as `counted` does."""
    return counted([[group] for group in rows], rows, [total], total, **shape)


def hidden_rows(table: Table, smallest: int, fixed_total: bool = False) -> set[int]:
    """Return the rows to hide of a table of a single column; every row where it cannot be protected otherwise."""
    hidden, rows = hidden_numbers(table, smallest, fixed_total), range(len(table.cells))
    if hidden is None:
        return {row for row in rows if table.row_totals[row]}
    return {row for row in rows if {("cell", row, 0), ("row", row)} & hidden}


def hidden_numbers(table: Table, smallest: int, fixed_total: bool = False) -> set[Key] | None:
    """Return the keys of the numbers to hide; none below `smallest` is shown or can be computed.

    With `fixed_total` the grand total is known from elsewhere and cannot be hidden; None tells that then nothing of
    the table can be shown.
    """
    table, fixed = replace(table, smallest=smallest), {("total",)} if fixed_total else set()
    return protected([table], set(table.small()) - fixed, fixed)


def protected(
    tables: list[Table], hidden: Iterable[Key], fixed: Iterable[Key] = (), pairs: Iterable = ()
) -> set[Key] | None:
    """Return what must be hidden in all of the `tables` alike, beginning with `hidden`; None if that is impossible.

    `fixed` are numbers that are shown elsewhere. Each of the `pairs` holds the places of a table and of the table of
    the documents that a filter leaves out of it, and what is hidden and what is small of both together: no number of
    the three tables must follow from the other two.
    """
    hidden, fixed = set(hidden), set(fixed)
    nets = [Net(table, hidden, fixed) for table in tables]
    smalls = [{key: way for key, way in table.small().items() if key not in fixed} for table in tables]
    for table, net, small in zip(tables, nets, smalls, strict=True):
        if not table.blank and not all(net.blur(key, *small[key]) for key in sorted(small)):
            return None
    for place, rest, of_both, small_of_both in pairs:
        if not _is_pair_safe(nets[place], nets[rest], smalls[place], of_both, small_of_both):
            return None
    while telling := {key for table in tables if not table.blank for key in _telling_totals(table, hidden)}:
        hidden |= telling
    return None if hidden & fixed else hidden


def _is_pair_safe(one: Net, other: Net, small: Iterable[Key], of_both: set[Key], small_of_both: Iterable[Key]) -> bool:
    """Hide what is needed so that neither the small numbers of a table nor those of it and its rest follow."""
    # Where no total is shown, the two tables can change in turns.
    free = all(key in one.hidden for key in one.numbers if key[0] != "cell")

    def varies(key: Key) -> bool:
        if one.varies(key, of_both) or other.varies(key, of_both):
            return True
        return free and (one.mixes(key, other, of_both) or other.mixes(key, one, of_both))

    def is_loose(key: Key) -> bool:
        return one.loosen(key, other, of_both) or (free and one.mixes(key, other, of_both))

    return all(is_loose(key) for key in sorted(small)) and all(varies(key) for key in small_of_both)


def _telling_totals(table: Table, hidden: set[Key]) -> set[Key]:
    """Return shown totals of dimensions that do not add up, from which a hidden number has a lower bound."""
    found, numbers = set(), dict(table.numbers())
    for key, parts, adds_up in _sums(table):
        number = 0 if adds_up or key in hidden else numbers[key]
        shown = sum(value for part, value in parts if part not in hidden)
        if number > shown and any(part in hidden for part, _value in parts):
            found.add(key)
    return found


def _sums(table: Table) -> Iterator[tuple[Key, list[tuple[Key, int]], bool]]:
    """Yield each total with its parts, and whether they add up."""
    rows, columns = range(len(table.row_totals)), range(len(table.column_totals))
    for row in rows:
        yield ("row", row), [(("cell", row, c), table.cells[row][c]) for c in columns], table.columns_add_up
    for column in columns:
        yield ("column", column), [(("cell", r, column), table.cells[r][column]) for r in rows], table.rows_add_up
    yield ("total",), [(("row", r), table.row_totals[r]) for r in rows], table.rows_add_up
    yield ("total",), [(("column", c), table.column_totals[c]) for c in columns], table.columns_add_up
