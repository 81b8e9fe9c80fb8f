"""Who reported a barrier learns what becomes of it, and nothing that is due is forgotten."""

from datetime import timedelta

import pytest

from frappe.utils import add_months, getdate, nowdate

from kim_app import reminders
from kim_app.api import barrier as api
from kim_app.cooperation import measures

DAY = getdate("2026-06-15")


@pytest.fixture
def measure(make, acting, barrier, team):
    """A measure of the coordinator against a barrier that cm1 reported and cm2 met as well."""
    name = barrier("cm1").name
    with acting(team.users["cm2"]):
        api.add_occurrence(name, team.cases["cm2"])

    def insert(**values):
        with acting(team.users["co"]):
            return make(
                "Measure",
                **{"barrier": name, "title": "Mehr Termine", "responsible": team.actor, "due_on": DAY, **values},
            )

    return insert


def notices(site, user):
    rows = site.get_all(
        "Notification Log", {"for_user": user}, ["subject", "document_type", "document_name"], order_by="creation"
    )
    return [row for row in rows if "die Sie gemeldet haben" in row.subject]


def test_reporters_learn_of_measure_end_and_effect(site, acting, team, measure):
    doc = measure()
    for values in (
        {"progress": 40},
        {"progress": 100},
        {"progress": 100, "description": "x"},
        {"checked_on": nowdate(), "effect": "Yes"},
        {"effect_note": "gut"},
    ):
        with acting(team.users["co"]):
            doc.reload()
            doc.update(values)
            doc.save()
    for who in ("cm1", "cm2"):
        found = notices(site, team.users[who])
        assert [row.subject.split()[-1] for row in found] == ["vereinbart", "umgesetzt", "geprüft"]
        assert {(row.document_type, row.document_name) for row in found} == {("Barrier", doc.barrier)}
    assert notices(site, team.users["co"]) == []


def test_a_new_case_manager_is_told_as_well(site, acting, team, measure):
    site.db.set_value("Case", team.cases["cm2"], "case_manager", team.users["clerk"])
    assert team.users["clerk"] in measures.reporters(measure().barrier)


def test_who_left_is_not_told(site, team, measure):
    site.db.set_value("User", team.users["cm2"], "enabled", 0)
    assert team.users["cm2"] not in measures.reporters(measure().barrier)


@pytest.mark.parametrize(
    ("values", "day", "subject"),
    [
        ({}, DAY - timedelta(7), "Eine Maßnahme wird bald fällig"),
        ({}, DAY, "Eine Maßnahme ist heute fällig"),
        (
            {"progress": 100, "check_due_on": "2026-09-15"},
            getdate("2026-09-15"),
            "Die Wirkung einer Maßnahme ist zu prüfen",
        ),
    ],
)
def test_what_is_due_is_told_to_the_responsible(team, measure, values, day, subject):
    doc = measure(responsible_type="User", responsible=team.users["clerk"], **values)
    who = team.users["co"] if "Wirkung" in subject else team.users["clerk"]
    assert [(row.user, row.subject) for row in measures.due(day) if row.name == doc.name] == [(who, subject)]


def test_a_measure_of_an_actor_is_told_to_its_author(team, measure):
    doc = measure()
    assert [row.user for row in measures.due(DAY) if row.name == doc.name] == [team.users["co"]]


@pytest.mark.parametrize("values", [{"progress": 100}, {"due_on": "2026-07-01"}])
def test_what_is_done_or_later_is_not_told(measure, values):
    doc = measure(**values)
    assert not [row for row in measures.due(DAY) if row.name == doc.name]


def test_the_daily_job_knows_measures():
    assert "kim_app.cooperation.measures.due" in reminders.SOURCES


def test_the_municipality_sets_how_long_ahead_a_measure_is_told_and_when_its_effect_is_checked(site, measure):
    site.db.set_single_value("KIM Settings", {"measure_warning_days": 10, "effect_check_months": 6})
    site.clear_document_cache("KIM Settings", "KIM Settings")
    doc = measure(progress=50)
    assert [row.name for row in measures.due(DAY - timedelta(10)) if row.name == doc.name] == [doc.name]
    assert doc.check_due_on is None
    doc.progress = 100
    doc.save()
    assert str(doc.check_due_on) == add_months(nowdate(), 6)


@pytest.mark.parametrize("values", [{"check_due_on": "2027-01-01"}, {"checked_on": "2026-01-01", "effect": "Yes"}])
def test_a_day_for_the_check_is_proposed_to_nobody_who_knows_better(measure, values):
    assert measure(progress=100, **values).check_due_on == values.get("check_due_on")


def test_the_day_on_which_it_was_done_is_noted_and_the_check_follows(site, acting, team, measure):
    doc = measure()
    assert (doc.done_on, doc.check_due_on) == (None, None)
    with acting(team.users["co"]):
        doc.progress = 100
        doc.save()
    assert getdate(doc.done_on) == getdate(nowdate())
    assert getdate(doc.check_due_on) == getdate(add_months(nowdate(), 3))
    with acting(team.users["co"]):
        doc.progress = 80
        doc.save()
    assert doc.done_on is None


@pytest.mark.parametrize(("days", "told"), [(7, True), (14, True), (3, False)])
def test_what_is_overdue_is_told_each_week(team, measure, days, told):
    doc = measure(responsible_type="User", responsible=team.users["clerk"])
    found = [row.subject for row in measures.due(DAY + timedelta(days)) if row.name == doc.name]
    assert found == (["Eine Maßnahme ist überfällig"] if told else [])


def test_the_coordinators_are_told_where_the_responsible_left(site, team, measure):
    doc = measure(responsible_type="User", responsible=team.users["clerk"])
    site.db.set_value("User", team.users["clerk"], "enabled", 0)
    told = {row.user for row in measures.due(DAY) if row.name == doc.name}
    assert team.users["co"] in told and team.users["clerk"] not in told


def test_a_colleague_learns_of_being_responsible(site, acting, team, measure):
    doc = measure(responsible_type="User", responsible=team.users["clerk"])
    told = {"for_user": team.users["clerk"], "document_name": doc.name}
    assert site.get_all("Notification Log", told, pluck="subject") == ["Sie sind für eine Maßnahme verantwortlich"]
    with acting(team.users["co"]):
        doc.progress = 10
        doc.save()
    assert site.db.count("Notification Log", told) == 1
