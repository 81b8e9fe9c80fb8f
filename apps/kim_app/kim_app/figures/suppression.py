"""Hides numbers so that nobody follows from a table, not even by subtracting what is shown from its totals.

A number below the smallest that may be shown is hidden (0 stays). Then more is hidden, as little as possible, until
every number from 1 up to that smallest one could stand in each of the hidden small cells.

The table is seen as a circulation: what flows in a row's total flows through its cells into the columns' totals and
back through the grand total. A hidden number can be larger or smaller by `d` exactly if `d` can flow around a circle
through it, on hidden numbers alone. For each small cell the cheapest circle is found, and what is shown on it is
hidden. Where a dimension counts documents in several rows, sums say nothing and its conservation is dropped; a total
is then hidden if it exceeds the sum of what is shown, since the difference would be a lower bound.

Not prevented: comparing two tables with different filters (their difference is a table of its own), and knowledge
from elsewhere.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

FREE, BOTTOM, RIGHT = ("free",), ("bottom",), ("right",)
COST_OF_CELL, COST_OF_ZERO, COST_OF_TOTAL, COST_OF_GRAND_TOTAL = 1.0, 3.0, 6.0, 40.0
INFINITE = float("inf")

Key = tuple
"""("cell", row, column), ("row", row), ("column", column) or ("total",)."""


@dataclass(frozen=True)
class Table:
    """Counts, and whether the rows (the columns) each count a document once, so that they add up to the totals."""

    cells: list[list[int]]
    row_totals: list[int]
    column_totals: list[int]
    total: int
    rows_add_up: bool = True
    columns_add_up: bool = True

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


def hidden_numbers(table: Table, smallest: int, fixed_total: bool = False) -> set[Key] | None:
    """Return the keys of the numbers to hide; none below `smallest` is shown or can be computed.

    With `fixed_total` the grand total is known from elsewhere and cannot be hidden; None tells that then nothing of
    the table can be shown.
    """
    hidden = {key for key, number in table.numbers() if 0 < number < smallest}
    if fixed_total:
        hidden.discard(("total",))
    net = _Net(table, hidden, fixed_total)
    checked: set[Key] = set()
    while True:
        small = {key for key in hidden if 0 < net.numbers[key] < smallest} - checked
        telling = _telling_totals(table, hidden)
        if not small and not telling:
            return hidden
        hidden |= telling
        for key in sorted(small):
            if not net.blur(key, smallest):
                return None
        checked |= small


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


class _Net:
    """The circulation; it finds cheap circles and hides what lies on them."""

    def __init__(self, table: Table, hidden: set[Key], fixed_total: bool):
        self.numbers = dict(table.numbers())
        self.hidden, self.fixed_total = hidden, fixed_total
        self.ends = {key: table.ends(key) for key in self.numbers}
        self.at = defaultdict(list)
        for key, (start, end) in self.ends.items():
            self.at[start].append((key, end, True))
            self.at[end].append((key, start, False))

    def blur(self, key: Key, smallest: int) -> bool:
        """Hide what is needed so that the small number `key` may be anything from 1 to `smallest`."""
        (start, end), number = self.ends[key], self.numbers[key]
        return self._circle(key, end, start, smallest - number) and self._circle(key, start, end, number - 1)

    def _circle(self, key: Key, start: Key, end: Key, amount: int) -> bool:
        """Hide the cheapest way on which `amount` can flow from `start` to `end` beside `key`, if there is one."""
        if not amount or start == end:
            return True
        ways = self._ways(key, start, end, amount)
        if end not in ways:
            return False
        while end != start:
            edge, end = ways[end]
            self.hidden.add(edge)
        return True

    def _ways(self, key: Key, start: Key, end: Key, amount: int) -> dict[Key, tuple[Key, Key]]:
        """Return for each node the number on which `amount` comes there most cheaply, and the node before."""
        best, ways, queue = {start: 0.0}, {}, [(0.0, start)]
        while queue and queue[0][1] != end:
            cost, node = heapq.heappop(queue)
            for edge, other, forward in self.at[node]:
                price = cost + self._price(edge)
                possible = edge != key and (forward or self.numbers[edge] >= amount)
                if possible and price < best.get(other, INFINITE):
                    best[other], ways[other] = price, (edge, node)
                    heapq.heappush(queue, (price, other))
        return ways

    def _price(self, key: Key) -> float:
        if key == ("total",) and self.fixed_total:
            return INFINITE
        if key in self.hidden:
            return 0.0
        if key[0] == "cell":
            return (
                COST_OF_CELL + self.numbers[key] / (1 + self.numbers["total",]) if self.numbers[key] else COST_OF_ZERO
            )
        return COST_OF_GRAND_TOTAL if key == ("total",) else COST_OF_TOTAL
