"""Hides small numbers of a year so that they follow neither from the table nor from the other tables of the report.

Small is what stands for few persons, however many documents they have.

Tables about the same documents of a year (new cases by source, by life area, …) have the same total. So that total is
taken as known: it is hidden if it is small itself, the same way everywhere, and never to protect a single table.
"""

from kim_app.figures import suppression
from kim_app.figures.suppression import Group, Table, counted_rows


def hidden_rows(numbers: list[int], total: int, smallest: int) -> set[int]:
    """Return the places of the numbers to hide: those from 1 up to below `smallest`, and what would tell them."""
    if sum(numbers) != total:
        small = {place for place, number in enumerate(numbers) if is_small(number, smallest)}
        return _of_overlapping(numbers, total, small)
    table = Table([[number] for number in numbers], numbers, [total], total)
    return suppression.hidden_rows(table, smallest, fixed_total=True)


def hidden_groups(groups: list[Group], everything: Group, smallest: int) -> set[int]:
    """Return the places of the numbers to hide: those of fewer than `smallest` persons, and what would tell them.

    Documents are told by their persons.
    """
    if sum(map(len, groups)) != len(everything):
        return _of_overlapping([*map(len, groups)], len(everything), small_groups(groups, smallest))
    return suppression.hidden_rows(counted_rows(groups, everything), smallest, fixed_total=True)


def hidden_in_both(groups: list[list[Group]], everything: list[Group], smallest: int) -> list[set[int]]:
    """Return the places to hide for each year: nobody counts in both, so that each year stands for itself."""
    return [hidden_groups(column, total, smallest) for column, total in zip(groups, everything, strict=True)]


def hidden_in_flow(groups: list[list[Group]], _everything: list[Group], smallest: int) -> list[set[int]]:
    """Hide rows of which the last is a stock: that of the year follows from that of the year before and the others.

    So neither stock is shown where anything is hidden.
    """
    small = [small_groups(column, smallest) for column in groups]
    return [places | {len(groups[0]) - 1} for places in small] if any(small) else small


def small_groups(groups: list[Group], smallest: int) -> set[int]:
    """Return the places of the groups of documents that are those of too few persons."""
    return {place for place, group in enumerate(groups) if is_small(len(set(group)), smallest)}


def is_small(number: int, smallest: int) -> bool:
    """Say whether a number tells too much by itself."""
    return 0 < number < smallest


def _of_overlapping(numbers: list[int], total: int, small: set[int]) -> set[int]:
    """Hide where a document may stand in several rows: what is shown must leave no lower bound for what is hidden."""
    hidden = set(small)
    others = sorted((number, place) for place, number in enumerate(numbers) if number and place not in hidden)
    while hidden and others and _missing(numbers, total, hidden) > len(hidden):
        hidden.add(others.pop(0)[1])
    return hidden


def _missing(numbers: list[int], total: int, hidden: set[int]) -> int:
    return total - sum(number for place, number in enumerate(numbers) if place not in hidden)
