"""Cases before and after a measure: the sums are right, and no hidden month follows from them."""

import itertools
import random

import pytest

from kim_app.cooperation.before_after import Months
from kim_app.cooperation.effects import by_months, over_time

SMALLEST = 3
MONTHS = tuple(f"2026-{month:02}" for month in range(1, 8))


def months_of(site, numbers, persons=99):
    """Return the months of a barrier with so many cases in each, of so many persons at most, as they are shown."""
    rows = [
        site._dict(case=f"{month}-{case}", person=f"{month}-{case % persons}", noticed_on=f"{month}-15")
        for month, number in zip(MONTHS, numbers, strict=True)
        for case in range(number)
    ]
    told = over_time(rows)
    shown = dict(zip(told["months"], told["occurrences"], strict=True))
    hidden = {month for month, number in shown.items() if number is None}
    return Months(by_months(rows), hidden, SMALLEST)


def windows(chance):
    """Return the months of two measures: three before and three after, of each."""
    dues = [chance.randrange(2, 5) for _measure in range(2)]
    return [frozenset(MONTHS[start : start + 3]) for due in dues for start in (due - 2, due + 1)]


@pytest.mark.parametrize("seed", range(60))
def test_every_small_number_could_still_be_another(site, seed):
    chance = random.Random(seed)
    months = months_of(site, [chance.choice((0, 0, 1, 2, 3, 4)) for _month in MONTHS])
    sums = {window: months.sum_of(window) for window in windows(chance)}
    told = {window: number for window, number in sums.items() if number != "•"}
    assert all(number == sum(len(months.counted.get(month, ())) for month in window) for window, number in told.items())
    secret = sorted(months.hidden)
    possible = [
        dict(zip(secret, guess, strict=True)) for guess in guesses(months, secret) if fits(months, guess, secret, told)
    ]
    for month in secret:
        if 0 < len(months.counted[month]) < SMALLEST:
            assert {guess[month] for guess in possible} >= {1, 2}, (months, told)


def guesses(months, secret):
    total = sum(len(months.counted[month]) for month in secret)
    numbers = (range(min(total, 6) + 1) for _month in secret)
    return (guess for guess in itertools.product(*numbers) if sum(guess) == total)


def fits(months, guess, secret, told):
    """Say whether a guess agrees with everything that was told."""
    numbers = {month: len(cases) for month, cases in months.counted.items()} | dict(zip(secret, guess, strict=True))
    return all(sum(numbers.get(month, 0) for month in window) == number for window, number in told.items())


def test_sums_of_shown_months_are_told(site):
    months = months_of(site, [4, 5, 6, 3, 4, 5, 9])
    assert not months.hidden
    assert months.sum_of(frozenset(MONTHS[:3])) == 15 and months.sum_of(frozenset(MONTHS[3:6])) == 12


def test_a_sum_that_would_tell_of_one_month_is_hidden(site):
    months = months_of(site, [1, 0, 0, 7, 7, 5, 3])
    assert MONTHS[0] in months.hidden
    assert months.sum_of(frozenset(MONTHS[:3])) == "•"


def test_many_cases_of_two_persons_are_hidden(site):
    months = months_of(site, [4, 5, 6, 3, 4, 5, 9], persons=2)
    assert months.hidden == {*MONTHS}
    assert months.sum_of(frozenset(MONTHS[:1])) == "•"
    assert months.sum_of(frozenset(MONTHS[:3])) == 15, "six persons"
