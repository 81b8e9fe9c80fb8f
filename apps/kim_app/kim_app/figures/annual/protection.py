"""Hides small numbers of a year so that they follow neither from the table nor from the other tables of the report.

Tables about the same documents of a year (new cases by source, by life area, …) have the same total. So that total is
taken as known: it is hidden if it is small itself, the same way everywhere, and never to protect a single table.
"""

from kim_app.figures.suppression import Table, hidden_numbers


def hidden_rows(numbers: list[int], total: int, smallest: int) -> set[int]:
    """Return the places of the numbers to hide: those from 1 up to below `smallest`, and what would tell them."""
    if sum(numbers) != total:
        return _of_overlapping(numbers, total, smallest)
    table = Table([[number] for number in numbers], numbers, [total], total)
    hidden = hidden_numbers(table, smallest, fixed_total=True)
    if hidden is None:
        return {place for place, number in enumerate(numbers) if number}
    return {place for place in range(len(numbers)) if ("cell", place, 0) in hidden}


def hidden_in_both(numbers: list[list[int]], totals: list[int], smallest: int) -> list[set[int]]:
    """Return the places to hide for each year: nobody counts in both, so that each year stands for itself."""
    return [hidden_rows(column, total, smallest) for column, total in zip(numbers, totals, strict=True)]


def hidden_in_flow(numbers: list[list[int]], _totals: list[int], smallest: int) -> list[set[int]]:
    """Hide rows of which the last is a stock: that of the year follows from that of the year before and the others.

    So neither stock is shown where anything is hidden.
    """
    small = [{place for place, number in enumerate(column) if is_small(number, smallest)} for column in numbers]
    return [places | {len(numbers[0]) - 1} for places in small] if any(small) else small


def is_small(number: int, smallest: int) -> bool:
    """Say whether a number tells too much by itself."""
    return 0 < number < smallest


def _of_overlapping(numbers: list[int], total: int, smallest: int) -> set[int]:
    """Hide where a document may stand in several rows: what is shown must leave no lower bound for what is hidden."""
    hidden = {place for place, number in enumerate(numbers) if is_small(number, smallest)}
    others = sorted((number, place) for place, number in enumerate(numbers) if number and place not in hidden)
    while hidden and others and _missing(numbers, total, hidden) > len(hidden):
        hidden.add(others.pop(0)[1])
    return hidden


def _missing(numbers: list[int], total: int, hidden: set[int]) -> int:
    return total - sum(number for place, number in enumerate(numbers) if place not in hidden)
