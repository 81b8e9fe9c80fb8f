"""What is shown of a table gives no small number away: an attacker with all sums tries to compute the hidden ones."""

import itertools
import random

import pytest

from kim_app.figures.suppression import Table, hidden_numbers

SMALLEST = 3


def table_of(cells):
    rows = [sum(line) for line in cells]
    return Table(cells, rows, [sum(column) for column in zip(*cells, strict=True)], sum(rows))


def possible(table, hidden, highest):
    """Return for each hidden cell all numbers that fit the shown ones, by trying all tables (slow)."""
    unknown = [key for key in sorted(hidden) if key[0] == "cell"]
    found = {key: set() for key in unknown}
    for guess in itertools.product(range(highest + 1), repeat=len(unknown)):
        cells = [list(line) for line in table.cells]
        for (_cell, row, column), number in zip(unknown, guess, strict=True):
            cells[row][column] = number
        if fits(table, table_of(cells), hidden):
            for key, number in zip(unknown, guess, strict=True):
                found[key].add(number)
    return found


def fits(table, guessed, hidden):
    known = dict(table.numbers())
    return all(known[key] == number for key, number in guessed.numbers() if key not in hidden)


def random_tables(number):
    chance = random.Random(5)
    for _ in range(number):
        rows, columns = chance.choice([(2, 2), (2, 3), (3, 2), (3, 1)])
        yield [[chance.choice([0, 0, 1, 2, 3, 4, 6]) for _c in range(columns)] for _r in range(rows)]


@pytest.mark.parametrize("cells", random_tables(60), ids=str)
def test_every_small_number_could_be_any_small_number(cells):
    table = table_of(cells)
    hidden = hidden_numbers(table, SMALLEST)
    small = {key for key, number in table.numbers() if 0 < number < SMALLEST}
    assert small <= hidden
    if sum(key[0] == "cell" for key in hidden) > 4:
        return
    for key, numbers in possible(table, hidden, highest=9).items():
        if key in small:
            assert numbers >= {1, 2, 3}, (cells, sorted(hidden))


def test_two_cells_that_must_both_be_one_are_not_left_alone():
    """1 + 1 in a row whose total 7 and third cell 5 are shown would both be 1."""
    table = table_of([[1, 1, 5], [3, 3, 4]])
    hidden = hidden_numbers(table, SMALLEST)
    numbers = possible(table, hidden, highest=6)
    assert numbers["cell", 0, 0] >= {1, 2, 3}
    assert numbers["cell", 0, 1] >= {1, 2, 3}


def test_nothing_is_hidden_without_small_numbers():
    assert hidden_numbers(table_of([[3, 0], [0, 5]]), SMALLEST) == set()


def test_as_little_as_possible_is_hidden():
    hidden = hidden_numbers(table_of([[2, 5, 9], [4, 6, 9], [9, 9, 9]]), SMALLEST)
    assert len(hidden) == 4
    assert {key[0] for key in hidden} == {"cell"}


def test_a_cell_of_two_is_not_the_rest_of_its_total():
    hidden = hidden_numbers(table_of([[2], [7], [11]]), SMALLEST)
    assert ("cell", 0, 0) in hidden
    assert len([key for key in hidden if key[0] == "cell"]) >= 2 or ("total",) in hidden


def test_a_total_that_is_known_elsewhere_is_never_counted_as_hidden():
    table = table_of([[2], [7], [11]])
    hidden = hidden_numbers(table, SMALLEST, fixed_total=True)
    assert ("total",) not in hidden
    assert possible(table, hidden | {("row", 0), ("row", 1), ("row", 2)}, highest=12)["cell", 0, 0] >= {1, 2, 3}
    assert hidden_numbers(table_of([[2]]), SMALLEST, fixed_total=True) is None


def test_documents_in_several_rows_give_no_lower_bound_by_their_total():
    """10 documents, 9 of them in the shown row: the hidden row would hold at least one."""
    table = Table([[9], [2]], [9, 2], [10], 10, rows_add_up=False)
    hidden = hidden_numbers(table, SMALLEST)
    assert {("cell", 1, 0), ("row", 1), ("column", 0), ("total",)} <= hidden
    assert ("cell", 0, 0) not in hidden


def test_a_total_below_the_shown_rows_may_stay():
    table = Table([[9], [8], [2]], [9, 8, 2], [12], 12, rows_add_up=False)
    assert hidden_numbers(table, SMALLEST) == {("cell", 2, 0), ("row", 2)}


@pytest.mark.parametrize("smallest", [0, 1])
def test_a_municipality_may_show_everything(smallest):
    assert hidden_numbers(table_of([[1, 2]]), smallest) == set()
