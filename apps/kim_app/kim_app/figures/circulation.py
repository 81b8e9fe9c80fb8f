"""The numbers of a table as a circulation: finds cheap circles on which hidden numbers can be larger or smaller."""

import heapq
from collections import defaultdict
from collections.abc import Callable
from typing import Any

COST_OF_CELL, COST_OF_ZERO, COST_OF_TOTAL, COST_OF_GRAND_TOTAL = 1.0, 3.0, 6.0, 40.0
INFINITE = float("inf")

Key = tuple
"""("cell", row, column), ("row", row), ("column", column) or ("total",)."""
Way = list[tuple[Key, int]]
"""Numbers, and whether each becomes larger (1) or smaller (-1)."""
Test = Callable[[Key, int], bool]


class Net:
    """The circulation of a table; what lies on a chosen circle is added to the set `hidden` that it was given.

    The numbers in `fixed` are known and never on a circle.
    """

    def __init__(self, table: Any, hidden: set[Key], fixed: set[Key]):
        self.numbers, self.least = dict(table.numbers()), table.least()
        self.hidden, self.fixed = hidden, fixed
        self.ends = {key: table.ends(key) for key in self.numbers}
        self.at = defaultdict(list)
        for key, (start, end) in self.ends.items():
            self.at[start].append((key, end, 1))
            self.at[end].append((key, start, -1))

    def blur(self, key: Key, more: int, less: int) -> bool:
        """Hide what is needed so that the number `key` may be anything between `less` fewer and `more` more.

        Where totals are fixed it is enough that it may be more.
        """
        return self._moves(key, 1, more) and (self._moves(key, -1, less) or bool(self.fixed))

    def loosen(self, key: Key, rest: "Net", of_both: set[Key]) -> bool:
        """Hide what is needed so that `key` may be another number, though its sum with the one in `rest` is known.

        Either the two tables change against each other, or this one changes within what is hidden `of_both`.
        """

        def against(edge: Key, change: int) -> bool:
            return self.allows(edge, change) and rest.allows(edge, -change)

        return self.varies(key, of_both) or self._changes(key, against)

    def varies(self, key: Key, hidden: set[Key]) -> bool:
        """Say whether `key` may be another number while nothing else changes than what is `hidden`."""
        return self._changes(key, lambda edge, change: edge in hidden and self.allows(edge, change))

    def mixes(self, key: Key, rest: "Net", of_both: set[Key]) -> bool:
        """Say whether `key` may be another number while what is hidden `of_both` changes, in this table or in `rest`.

        It holds where all totals of the two are hidden, so that one can go on where the other began.
        """

        def possible(edge: Key, change: int) -> bool:
            return edge in of_both and (self.allows(edge, change) or rest.allows(edge, change))

        return any(self.allows(key, change) and self._way(key, change, possible) is not None for change in (1, -1))

    def _changes(self, key: Key, possible: Test) -> bool:
        return any(possible(key, change) and self._hides(key, change, possible) for change in (1, -1))

    def allows(self, key: Key, change: int) -> bool:
        """Say whether a number may be larger or smaller by `change`, as far as everybody knows."""
        return self.numbers[key] + change >= self.least[key]

    def _moves(self, key: Key, sign: int, amount: int) -> bool:
        """Hide circles on which `key` changes by `amount`: one that carries all of it, or else several."""
        if not amount or self._hides(key, sign, lambda edge, change: self.allows(edge, amount * change)):
            return True
        numbers = dict(self.numbers)
        for _unit in range(amount):
            way = self._way(key, sign, lambda edge, change: numbers[edge] + change >= self.least[edge])
            if way is None:
                return False
            self.hidden.update(edge for edge, _change in way)
            for edge, change in (*way, (key, sign)):
                numbers[edge] += change
        return True

    def _hides(self, key: Key, sign: int, possible: Test) -> bool:
        way = self._way(key, sign, possible)
        self.hidden.update(edge for edge, _change in way or ())
        return way is not None

    def _way(self, key: Key, sign: int, possible: Test) -> Way | None:
        """Return the cheapest way on which a change of `key` can flow back, or None."""
        start, end = self.ends[key][:: -1 if sign > 0 else 1]
        if start == end:
            return []
        reached = self._reached(key, start, end, possible)
        way: Way = []
        while end != start:
            if end not in reached:
                return None
            edge, change, end = reached[end]
            way.append((edge, change))
        return way

    def _reached(self, key: Key, start: Key, end: Key, possible: Test) -> dict[Key, tuple[Key, int, Key]]:
        """Return for each node the number on which one comes there most cheaply, its change, and the node before."""
        best, reached, queue = {start: 0.0}, {}, [(0.0, start)]
        while queue and queue[0][1] != end:
            cost, node = heapq.heappop(queue)
            if cost > best[node]:
                continue
            for edge, other, change in self.at[node]:
                price = cost + self._price(edge)
                if price < best.get(other, INFINITE) and edge != key and possible(edge, change):
                    best[other], reached[other] = price, (edge, change, node)
                    if other == end and not price:
                        return reached
                    heapq.heappush(queue, (price, other))
        return reached

    def _price(self, key: Key) -> float:
        if key in self.hidden:
            return 0.0
        if key in self.fixed:
            return INFINITE
        if key[0] != "cell":
            return COST_OF_GRAND_TOTAL if key == ("total",) else COST_OF_TOTAL
        number = self.numbers[key]
        return COST_OF_CELL + number / (1 + self.numbers["total",]) if number else COST_OF_ZERO
