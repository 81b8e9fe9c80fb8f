"""An attacker who sees all tables that are near to each other, and has all the time in the world, learns nothing."""

import random
from collections import defaultdict
from itertools import product

import pytest

from kim_app.figures.disclosure import CELLS, COLUMNS, ROWS, Cube, Disclosure
from kim_app.figures.tally import Tally, _parts
from tests.app.figures.attacker import Attacker

SMALLEST = 3
WORLDS = 150


def world(seed):
    """Return documents by row, column and whether they pass the filter: small towns of every shape."""
    chance = random.Random(seed)
    rows, columns = chance.choice([(1, 2), (2, 2), (2, 3), (3, 2), (3, 3), (4, 1), (3, 1)])
    numbers = chance.choice([[0, 0, 1, 2, 3, 5], [0, 1, 2, 4, 7], [0, 0, 0, 1, 2], [1, 3, 6, 9], [0, 1, 1, 9]])
    return {
        (f"r{row}", f"c{column}", passed): chance.choice(numbers)
        for row, column, passed in product(range(rows), range(columns), (True, False))
    }


def disclosure_of(documents):
    """Return what is hidden of the tables of a world, and the labels of its rows and columns."""
    tallies = {level: defaultdict(lambda: defaultdict(Tally)) for level in ("cell", "row", "column", "total")}
    for (row, column, passed), number in documents.items():
        one = Tally(number, persons={(row, column, passed, each) for each in range(number)})
        keys = {"cell": ((row,), (column,)), "row": ((row,),), "column": ((column,),), "total": ()}
        for level, parts in keys.items():
            for pattern in _parts((passed,)) if number else ():
                tallies[level][pattern][sum(parts, ())].add(one)
    rows, columns = sorted(tallies["row"][None,]), sorted(tallies["column"][None,])
    cube = Cube(tallies, rows, columns, (True, True))
    return Disclosure(cube, 1, SMALLEST), [row for (row,) in rows], [column for (column,) in columns]


def tables(documents):
    """Yield each table that can be asked for: its kind, its filter, its numbers with what they are made of, hidden."""
    disclosure, rows, columns = disclosure_of(documents)
    for kind, passed in product((CELLS, ROWS, COLUMNS), (None, True, False)):
        wanted = (True, False) if passed is None else (passed,)
        hidden = disclosure.hidden(kind, (passed,))
        names = rows if kind != COLUMNS else columns
        numbers = {}
        for key in disclosure.cube.table(kind, (passed,), SMALLEST).numbers():
            chosen = chosen_by(kind, key[0], names, rows, columns)
            numbers[key[0]] = [(*pair, each) for pair in chosen for each in wanted]
        yield kind, passed, numbers, hidden


def chosen_by(kind, key, names, rows, columns):
    """Return the pairs of row and column that a number counts."""
    level, *places = key
    if kind == CELLS:
        chosen_rows = [rows[places[0]]] if level in ("cell", "row") else rows
        chosen_columns = [columns[places[-1]]] if level in ("cell", "column") else columns
    else:
        chosen = [names[places[0]]] if level in ("cell", "row") else names
        chosen_rows, chosen_columns = (chosen, columns) if kind == ROWS else (rows, chosen)
    return list(product(chosen_rows, chosen_columns))


def attack(documents, wanted):
    """Return an attacker who saw the tables that `wanted` says, and the small numbers that were hidden in them."""
    attacker, targets = Attacker(), []
    for kind, passed, numbers, hidden in tables(documents):
        if not wanted(kind, passed):
            continue
        told = not set(numbers) <= hidden  # otherwise the answer has no rows and no columns
        for key, atoms in numbers.items():
            number = sum(documents[atom] for atom in atoms)
            if key not in hidden:
                attacker.learn(atoms, number, number)
            elif told and key[0] in ("row", "column"):
                # It stands in the table, or it does not.
                attacker.learn(atoms, 1 if number else 0, None if number else 0)
            if key in hidden and 0 < number < SMALLEST:
                targets.append((kind, passed, key, atoms, number))
    return attacker, targets


COMBINATIONS = {
    "one table": lambda kind, passed: kind == CELLS and passed is None,
    "one table with a filter": lambda kind, passed: kind == CELLS and passed is True,
    "a table and its totals alone": lambda kind, passed: passed is None,
    "with a filter, and its totals alone": lambda kind, passed: passed is True,
    "with and without a filter": lambda kind, passed: kind == CELLS and passed is not False,
    "with a filter, and with its opposite": lambda kind, passed: kind == CELLS and passed is not None,
    "all, the filter and its opposite": lambda kind, passed: kind == CELLS,
    "rows alone, with and without": lambda kind, passed: kind == ROWS,
}


@pytest.mark.parametrize("name", COMBINATIONS)
def test_no_small_number_follows_from(name):
    attacked = 0
    for seed in range(WORLDS):
        documents = world(seed)
        attacker, targets = attack(documents, COMBINATIONS[name])
        for target in targets:
            number = target[4]
            others = (number + 1, number - 1, number + 2)
            assert any(attacker.can_be(target[3], other, documents) for other in others if other >= 0), (seed, target)
        attacked += len(targets)
    assert attacked > WORLDS / 2


@pytest.mark.parametrize("name", ["one table", "one table with a filter"])
def test_every_hidden_number_of_a_table_may_be_large_enough_to_be_shown(name):
    for seed in range(WORLDS):
        documents = world(seed)
        attacker, targets = attack(documents, COMBINATIONS[name])
        for target in targets:
            assert attacker.can_be(target[3], SMALLEST, documents), (seed, target)


def test_the_attacker_is_a_good_one():
    """Without secondary suppression each hidden number is found."""
    attacker = Attacker()
    cells = {("r0", "c0"): 2, ("r0", "c1"): 5, ("r1", "c0"): 4, ("r1", "c1"): 6}
    for row in ("r0", "r1"):
        atoms = [(row, "c0"), (row, "c1")]
        attacker.learn(atoms, sum(cells[atom] for atom in atoms), sum(cells[atom] for atom in atoms))
    attacker.learn([("r0", "c1")], 5, 5)
    assert [number for number in range(9) if attacker.can_be([("r0", "c0")], number, {})] == [2]
