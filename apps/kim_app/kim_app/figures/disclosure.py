"""What of a statistic must be hidden so that no number of it follows from another statistic that is near to it.

Near are: the same table without one of its filters, or with the opposite of that filter; its rows, its columns and
its total alone; and the same table with another measure. To know what those hide nobody needs to remember which
statistics exist: what is hidden depends on the fields, the filters and the documents alone, so each of them hides
accordingly.

- What is hidden without a filter is hidden with it, too; and what is hidden with a filter is hidden with its opposite.
- A cell is hidden if it is small with the filters, or with the opposite of any of them: subtracting the table from the
  one without the filter would tell it.
- Where even the labels of rows and columns would tell who there is, nothing of a table is shown.
- The totals that a table of rows alone shows are shown, and the cells are hidden so that they don't follow from those.
- Sums, averages and medians hide what their count hides, and what has too few values.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from kim_app.figures.circulation import Key, Net
from kim_app.figures.suppression import Table, protected
from kim_app.figures.tally import Pattern, Tallies, Tally

CELLS, ROWS, COLUMNS = "cell", "row", "column"
TOTAL = ("total",)
NOTHING = Tally()
Subset = frozenset[int]


class Cube:
    """The counts of a statistic in all choices of its filters, with rows and columns as numbered positions."""

    def __init__(self, tallies: Tallies, rows: list, columns: list, add_up: tuple[bool, bool], measured: bool = False):
        self.tallies, self.measured = tallies, measured
        self.rows, self.columns, self.add_up = rows, columns, add_up

    def table(self, kind: str, pattern: Pattern, smallest: int) -> Table:
        """Return the table of a kind: all cells, or the rows or the columns alone with one column of totals."""
        total = self._tally("total", (), pattern)
        if kind != CELLS:
            values, add_up = (self.rows, self.add_up[0]) if kind == ROWS else (self.columns, self.add_up[1])
            lines = [self._tally(kind, value, pattern) for value in values]
            return self._table([[line] for line in lines], lines, [total], total, (add_up, True), smallest)
        cells = [[self._tally(CELLS, (*row, *column), pattern) for column in self.columns] for row in self.rows]
        rows = [self._tally(ROWS, row, pattern) for row in self.rows]
        columns = [self._tally(COLUMNS, column, pattern) for column in self.columns]
        return self._table(cells, rows, columns, total, self.add_up, smallest)

    def _tally(self, level: str, key: tuple, pattern: Pattern) -> Tally:
        found = self.tallies[level].get(pattern)
        return found.get(key, NOTHING) if found else NOTHING

    def _table(self, cells: list, rows: list, columns: list, total: Tally, add_up: tuple, smallest: int) -> Table:
        number, persons = self._number, self._persons
        return Table(
            [[number(tally) for tally in line] for line in cells],
            [number(tally) for tally in rows],
            [number(tally) for tally in columns],
            number(total),
            *add_up,
            smallest,
            {
                **{("cell", i, j): persons(tally) for i, line in enumerate(cells) for j, tally in enumerate(line)},
                **{("row", i): persons(tally) for i, tally in enumerate(rows)},
                **{("column", j): persons(tally) for j, tally in enumerate(columns)},
                TOTAL: persons(total),
            },
            listed=True,
        )

    def _number(self, tally: Tally) -> int:
        return tally.measured if self.measured else tally.documents

    def _persons(self, tally: Tally) -> int:
        return len(tally.measured_persons if self.measured else tally.persons)


class Disclosure:
    """Finds what to hide of a cube whose tables may have any of its `filters`; `counted` is that of the counts."""

    def __init__(self, cube: Cube, filters: int, smallest: int, counted: "Disclosure | None" = None):
        self.cube, self.filters, self.smallest, self.counted = cube, filters, smallest, counted
        self.found: dict[tuple[str, Subset], set[Key]] = {}
        self.tables: dict[tuple[str, Pattern], Table] = {}

    def hidden(self, kind: str, signs: Pattern) -> set[Key]:
        """Return the numbers to hide in the table of a kind with the filters that are passed, or not passed.

        Everything is hidden if even the labels would tell how many there are.
        """
        table = self._table(kind, signs)
        if table.blank:
            return {key for key, _number in table.numbers()}
        return self._common(kind, frozenset(number for number, sign in enumerate(signs) if sign is not None))

    def _common(self, kind: str, subset: Subset) -> set[Key]:
        """Return what is hidden in the tables of a kind with the filters of `subset`, or their opposites."""
        if (kind, subset) not in self.found:
            self.found[kind, subset] = self._find(kind, subset)
        return self.found[kind, subset]

    def _find(self, kind: str, subset: Subset) -> set[Key]:
        patterns = sorted(self._signs(subset), key=lambda signs: _order(self._table(kind, signs)))
        tables = [self._table(kind, signs) for signs in patterns]
        without = {number: self._common(kind, subset - {number}) for number in subset}
        pairs = [
            (place, patterns.index(_changed(signs, number, not signs[number])), without[number], both.small())
            for number in sorted(subset)
            for place, signs in enumerate(patterns)
            for both in [self._table(kind, _changed(signs, number, None))]
        ]
        start = self._start(kind, subset).union(*without.values(), *(table.small() for table in tables))
        return self._chosen(kind, tables, pairs, start)

    def _chosen(self, kind: str, tables: list[Table], pairs: list, start: set[Key]) -> set[Key]:
        """Hide cells alone if that is enough, otherwise totals as well, otherwise all totals, otherwise everything."""
        every = {key for key, _number in tables[0].numbers()}
        totals = {key for key in every if key[0] != CELLS} if kind == CELLS else {TOTAL}
        for begin, fixed in ((start, totals - start), (start, set()), (start | totals, set())):
            found = protected(tables, begin, fixed, pairs)
            if found is not None and not _follow(tables, found - (totals - start)):
                return found
        return every

    def _table(self, kind: str, signs: Pattern) -> Table:
        """Return a table, marked as blank if it cannot even have labels."""
        if (kind, signs) not in self.tables:
            table = self.cube.table(kind, signs, self.smallest)
            parts = (ROWS, COLUMNS) if kind == CELLS else ()
            blank = any(self._table(part, signs).blank for part in parts) or _is_blank(table)
            self.tables[kind, signs] = replace(table, blank=blank)
        return self.tables[kind, signs]

    def _start(self, kind: str, subset: Subset) -> set[Key]:
        """Return what is hidden of the totals alone, and of the count."""
        start = set(self.counted._common(kind, subset)) if self.counted else set()
        if kind == CELLS:
            for totals in (ROWS, COLUMNS):
                hidden = self._common(totals, subset)
                start |= {(totals, key[1]) for key in hidden if key[0] == ROWS} | (hidden & {TOTAL})
        return start

    def _signs(self, subset: Subset) -> Iterator[Pattern]:
        """Yield the patterns in which each filter of `subset` is passed or not, and no other is asked."""
        choices = [(True, False) if number in subset else (None,) for number in range(self.filters)]
        return product(*choices)


def _is_blank(table: Table) -> bool:
    """Say whether the total alone, with the labels, would tell a small number."""
    hidden, small = {key for key, _number in table.numbers()} - {TOTAL}, table.small()
    net = Net(table, hidden, {TOTAL})
    return TOTAL in small or not all(net.blur(key, *way) for key, way in small.items())


def _follow(tables: list[Table], hidden: set[Key]) -> bool:
    """Say whether a small number follows when no more is hidden, since its totals are shown elsewhere."""
    nets = ((Net(table, hidden, set()), table.small()) for table in tables if not table.blank)
    return not all(net.varies(key, hidden) for net, small in nets for key in small)


def _order(table: Table) -> tuple:
    """Sort tables by what stands in them: which of them is that with the filter must not decide what is hidden."""
    return table.cells, table.row_totals, table.column_totals


def _changed(signs: Pattern, number: int, passed: bool | None) -> Pattern:
    return (*signs[:number], passed, *signs[number + 1 :])
