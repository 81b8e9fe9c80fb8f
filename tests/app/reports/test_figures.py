"""Every figure of every report is counted a second time, slowly and from raw rows, for everybody who may see it."""

from datetime import date, datetime

import pytest

from frappe.desk.query_report import run

from tests.app.reports import cooperation, counselling, due, offices, protection, today_list  # noqa: F401  they bring the recounts
from tests.app.reports.conftest import REPORTS, readers
from tests.app.reports.raw import RECOUNTS, Raw, day

HIDDEN = "•"
COUNTS = (
    "cases",
    "waiting",
    "sent",
    "no_outcome",
    "outcome_",
    "persons",
    "open_cases",
    "acute",
    "overdue",
    "before",
    "after",
)
ABOUT_PERSONS = ("Case Flow", "Referral Outcomes", "Caseload", "Measures and Effects")
WALK = [(report, user) for report in REPORTS for user in readers(report)]


def answered(report, filters):
    """Return the rows that the Desk is given."""
    return [row for row in run(report, filters=dict(filters))["result"] if isinstance(row, dict)]


def key_of(row, key):
    return tuple(day(row[field]) if isinstance(row[field], date) else row[field] for field in key)


def agrees(shown, expected):
    """Compare a number or word; what is measured up to now may differ by the time of the test."""
    if isinstance(expected, datetime | date):
        return day(shown) == day(expected)
    if isinstance(expected, float) or isinstance(shown, float):
        return shown is not None and expected is not None and abs(shown - expected) <= 0.06
    return (shown or None) == (expected or None) if isinstance(expected, str | None) else shown == expected


def hides(report, user, field):
    """Say whether a number is hidden from the user when it is small."""
    figures_only = USERS_WITH_FIGURES & {user}
    of_barrier = report == "Measures and Effects" and field in ("before", "after")
    return report in ABOUT_PERSONS and (of_barrier or (figures_only and report != "Measures and Effects"))


USERS_WITH_FIGURES = {"koordination@kim.example", "lenkungsgruppe@kim.example"}


def test_each_report_is_counted_again():
    assert set(RECOUNTS) == set(REPORTS)
    assert len(WALK) > len(REPORTS)


@pytest.mark.parametrize(("report", "user"), WALK)
def test_each_figure_agrees_with_the_recount(demo, acting, report, user):
    recount, raw, seen = RECOUNTS[report], Raw(demo, user), 0
    for filters in recount.filters:
        with acting(user):
            rows = answered(report, filters)
            if not rows and hides(report, user, "sent"):
                assert "nothing of it can be shown" in run(report, filters=dict(filters))["message"]
                continue
        expected = {key_of(row, recount.key): row for row in recount.count(raw, filters)}
        assert sorted(map(str, (key_of(row, recount.key) for row in rows))) == sorted(map(str, expected)), filters
        for row in rows:
            wanted = expected[key_of(row, recount.key)]
            seen += len(wanted)
            persons = wanted.pop("persons_of", {})
            for field, number in wanted.items():
                check(report, user, filters, row, field, number, persons.get(field, number))
    assert seen or not any(recount.count(raw, filters) for filters in recount.filters)


def check(report, user, filters, row, field, number, persons):
    """Compare one figure; from who may not see persons, those of few are hidden and no other is wrong."""
    about = f"{filters} {row} {field}: {number} of {persons}"
    small = field.startswith(COUNTS) and isinstance(number, int) and number > 0 and 0 < persons < 3
    if hides(report, user, field):
        assert row.get(field) == HIDDEN or (not small and agrees(row.get(field), number)), about
    else:
        assert row.get(field) != HIDDEN, about
        if field in row or number not in (None, 0):
            assert agrees(row.get(field), number), about
