"""How much one colleague carries, and when that is said."""

import pytest

from kim_app.api import case as api
from kim_app.cases.caseload import caseload


@pytest.fixture
def limit(site):
    """Return a function that sets the number of cases above which a full post is warned."""

    def put(number):
        site.db.set_single_value("KIM Settings", "caseload_warning", number)
        site.clear_document_cache("KIM Settings", "KIM Settings")

    yield put
    site.clear_document_cache("KIM Settings", "KIM Settings")


def test_open_cases_and_the_persons_in_them_are_counted(site, manager, make, person, ready):
    household = make("Household", household_name="Familie").name
    members = [person(last_name=name, household=household).name for name in ("Eins", "Zwei", "Drei")]
    make("Case", person=members[0])
    make("Case", person=members[1])
    make("Case", person=person(last_name="Allein").name)
    ready("Closed")
    assert api.my_caseload() == caseload(manager)
    assert {key: caseload(manager)[key] for key in ("cases", "persons")} == {"cases": 3, "persons": 4}


def test_who_takes_one_case_too_many_is_told_and_gets_it(site, manager, make, person, said, limit):
    limit(1)
    make("Case", person=person().name)
    assert "open cases" not in said()
    second = make("Case", person=person(last_name="Zweiter").name)
    assert "now has 2 open cases with 2 persons. The warning is set at 1 cases." in said()
    assert second.name


def test_without_a_limit_nobody_is_warned(site, manager, make, person, said, limit):
    limit(0)
    make("Case", person=person().name)
    assert "open cases" not in said()


def test_half_a_post_bears_half_as_much(site, manager, limit):
    limit(20)
    site.set_user("Administrator")
    team = site.get_doc("Team", "case_management")
    team.append("members", {"user": manager, "post_percent": 50})
    team.save()
    assert caseload(manager)["limit"] == 10


def test_the_figure_is_for_case_managers_and_about_oneself(site, user_with):
    site.set_user(user_with("KIM Coordinator"))
    with pytest.raises(site.PermissionError):
        api.my_caseload()
