"""A measure is judged by the figures of its barrier before and after, without telling of single cases."""

import pytest

from frappe.utils import add_months, nowdate

from kim_app.api import measure as api
from kim_app.cooperation import before_after
from kim_app.figures.export import HIDDEN


def month(distance):
    """Return the tenth of the month so far from this one."""
    return f"{add_months(nowdate(), distance)[:7]}-10"


@pytest.fixture
def cases(acting, make, person, team):
    with acting(team.users["cm1"]):
        return [make("Case", person=person(first_name=f"Nummer{number}").name).name for number in range(10)]


@pytest.fixture
def measure(acting, make, barrier, cases, team):
    """Return a function that makes a measure, due two months ago, against a barrier met in the given months."""

    def insert(*months, due=-2):
        rows = [{"case": case, "noticed_on": month(distance)} for case, distance in zip(cases, months, strict=False)]
        name = barrier("cm1", occurrences=rows).name
        with acting(team.users["co"]):
            return make("Measure", barrier=name, title="Mehr Termine", responsible=team.actor, due_on=month(due))

    return insert


def asked(acting, team, name, who="co"):
    with acting(team.users[who]):
        return api.figures(name)


def test_new_cases_before_and_after(acting, team, measure):
    figures = asked(acting, team, measure(-3, -3, -3, -2, -2, -2, -2, -1, -1, -1).name)
    assert (figures["begun"], figures["before"], figures["after"]) == (True, 7, 3)


def test_nothing_is_compared_before_it_is_due(acting, team, measure):
    figures = asked(acting, team, measure(-1, -1, -1, due=0).name)
    assert (figures["begun"], figures["before"], figures["after"]) == (False, 3, None)


def test_the_form_shows_what_the_report_shows_and_hides_what_it_hides(acting, team, measure):
    shown = []
    for pattern in ((-3, -3, -3, -3, -3, -2, -1), (-3, -2, -1, 0), (-4, -4, -4, -1, 0, 0)):
        doc = measure(*pattern)
        figures = asked(acting, team, doc.name)
        shown += (figures["before"], figures["after"])
        assert tuple(shown[-2:]) == before_after.numbers([doc.barrier])[doc.name]
    assert HIDDEN in shown


def test_phases_are_compared_and_few_cases_hidden(site, acting, team, measure, cases):
    many, few = measure(-3, -3, -3, -1, -1, -1, 0).name, measure(-3, -3, -1, -1, -1).name
    for number, case in enumerate(cases[:7]):
        doc = site.get_doc("Case", case)
        stay = {"state": "Linking", "entered_on": "2026-01-01 08:00:00", "left_on": "2026-02-01 08:00:00"}
        doc.append("state_history", {**stay, "days": 40 if number < 3 else 10}).db_insert()
    linking = next(row for row in asked(acting, team, many)["phases"] if row["phase"] == "Linking")
    assert (linking["before"], linking["after"], linking["difference"]) == (40, 10, -30)
    linking = next(row for row in asked(acting, team, few)["phases"] if row["phase"] == "Linking")
    assert linking["before"] is None and linking["difference"] is None


def test_who_is_not_told_how_counselling_goes_is_refused(site, acting, team, measure):
    name = measure(-3, -3, -3).name
    assert asked(acting, team, name, "cm2")["before"] == 3
    for who in ("clerk", "steering"):
        for wanted in (name, "M-2026-9999"):
            with acting(team.users[who]), pytest.raises(site.PermissionError):
                api.figures(wanted)
