"""Residence titles over time, the one in force, and the reminders before it ends."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from frappe.utils import add_days, getdate

from kim_app import reminders
from kim_app.persons import residence
from kim_app.settings import setting

TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()


def day(offset):
    return add_days(TODAY, offset)


def period(title, begins=None, ends=None):
    return {"residence_title": title, "valid_from": begins, "valid_until": ends}


def rows(doc):
    return [(row.residence_title, row.valid_from, row.valid_until) for row in doc.reload().residence_periods]


def test_the_period_in_force_is_carried_up(person):
    doc = person(
        residence_periods=[
            period("asylum_pending", day(-900), day(-401)),
            period("permit_25_3", day(-400), day(30)),
            period("settlement_26_4", day(31)),
        ]
    )
    assert (doc.residence_title, getdate(doc.residence_valid_until)) == ("permit_25_3", day(30))


def test_of_two_in_force_the_later_one_counts_and_the_author_is_told(site, person):
    doc = person(residence_periods=[period("permit_25_3", day(-400), day(30)), period("provisional_81", day(-5))])
    assert (doc.residence_title, doc.residence_valid_until) == ("provisional_81", None)
    assert any("rows 1/2 overlap" in str(message) for message in site.get_message_log())


def test_without_one_in_force_the_last_one_stays(person):
    doc = person(residence_periods=[period("permit_25_3", day(-400), day(-30)), period("visa", day(-900), day(-800))])
    assert (doc.residence_title, getdate(doc.residence_valid_until)) == ("permit_25_3", day(-30))


def test_an_end_before_the_start_is_refused(expect_refusal, person):
    with expect_refusal("Residence over Time, row 1: the end lies before the start.", "Person"):
        person(residence_periods=[period("visa", day(2), day(1))])


def test_the_same_title_twice_at_a_time_is_refused(expect_refusal, person):
    with expect_refusal("rows 1 and 2: the same title twice at the same time.", "Person"):
        person(residence_periods=[period("visa", day(-9), day(9)), period("visa", day(9))])


def test_a_title_entered_by_hand_becomes_a_period(person):
    doc = person(residence_title="toleration_60a", residence_valid_until=day(20))
    assert rows(doc) == [("toleration_60a", None, day(20))]


def test_a_new_title_ends_the_old_period(person):
    doc = person(residence_title="toleration_60a", residence_valid_until=day(20))
    doc.update({"residence_title": "permit_25b", "residence_valid_until": day(700)})
    doc.save()
    assert rows(doc) == [("toleration_60a", None, day(-1)), ("permit_25b", TODAY, day(700))]
    assert doc.residence_title == "permit_25b"


def test_a_corrected_title_of_today_stays_one_period(person):
    doc = person(residence_periods=[period("permit_25a", TODAY, day(20))])
    doc.residence_title = "permit_25b"
    doc.save()
    assert rows(doc) == [("permit_25b", TODAY, day(20))]


def test_an_extension_by_hand_extends_the_period(person):
    doc = person(residence_title="permit_24", residence_valid_until=day(20))
    doc.residence_valid_until = day(400)
    doc.save()
    assert rows(doc) == [("permit_24", None, day(400))]


def test_an_unrelated_save_changes_no_period(person):
    doc = person(residence_title="permit_24", residence_valid_until=day(20))
    doc.city = "Neustadt"
    doc.save()
    assert rows(doc) == [("permit_24", None, day(20))]


@pytest.mark.parametrize("begun", [0, -3])
def test_a_title_that_begins_is_carried_up_by_the_next_daily_job(site, person, begun):
    doc = person(residence_periods=[period("permit_25_3", day(-400), day(30)), period("settlement_26_4", day(31))])
    for row, begins, ends in zip(doc.residence_periods, (-430, begun), (begun - 1, None), strict=True):
        dates = {"valid_from": day(begins), "valid_until": day(ends) if ends is not None else None}
        site.db.set_value("Residence Period", row.name, dates)
    residence.carry_all()
    doc.reload()
    assert (doc.residence_title, doc.residence_valid_until) == ("settlement_26_4", None)


@pytest.fixture
def client(make, person):
    doc = person(last_name="Geheim", residence_title="permit_24", residence_valid_until=day(60))
    make("Case", person=doc.name, case_manager="Administrator")
    return doc


def due(offset=0):
    return [(reminder.user, reminder.name) for reminder in residence.due(day(offset))]


@pytest.mark.parametrize("days", [120, 60, 14])
def test_the_case_manager_is_reminded_on_the_set_days(client, days):
    assert ("Administrator", client.name) in due(60 - days)
    assert ("Administrator", client.name) not in due(60 - days + 1)


def test_the_deputy_is_reminded_as_well(site, client, make, user_with):
    manager, deputy = user_with("KIM Case Manager"), user_with("KIM Case Manager")
    site.db.set_value("Case", {"person": client.name}, "case_manager", manager)
    make("Deputy Arrangement", absent_user=manager, deputy=deputy, starts_on=day(0), ends_on=day(1))
    assert [user for user, name in due(60 - 14) if name == client.name] == [manager]
    site.db.set_value("Deputy Arrangement", {"deputy": deputy}, "ends_on", day(60))
    assert {user for user, name in due(60 - 14) if name == client.name} == {manager, deputy}


def test_a_source_that_fails_keeps_back_no_other(site, client, monkeypatch):
    def half(day):
        yield reminders.Reminder("Administrator", "Person", client.name, "wieder zurückgenommen")
        secret = "Geheimes"  # noqa: F841 - stands in the frame, and must not get into the log
        raise KeyError

    site.db.set_value("User", "Administrator", "language", "de")
    monkeypatch.setattr(residence, "half", half, raising=False)
    monkeypatch.setattr(reminders, "SOURCES", ("kim_app.persons.residence.half", "kim_app.persons.residence.due"))
    monkeypatch.setattr(reminders, "nowdate", lambda: day(60 - 14))
    reminders.remind()
    told = site.get_all("Notification Log", {"document_name": client.name}, pluck="subject")
    assert told == ["Der Aufenthaltstitel einer Person endet in 14 Tagen"]
    (logged,) = site.get_all("Error Log", {"method": "kim_app.persons.residence.half failed"}, pluck="error")
    assert "KeyError" in logged
    assert "Geheimes" not in logged


def test_a_reminder_tells_no_name_and_comes_once(site, client):
    site.db.set_value("User", "Administrator", "language", "de")
    for _run in range(2):
        reminders.remind()
    found = site.get_all("Notification Log", {"document_name": client.name}, pluck="subject")
    assert found == ["Der Aufenthaltstitel einer Person endet in 60 Tagen"]


def test_nobody_is_reminded_of_closed_cases_or_of_titles_that_go_on(site, client):
    client.append("residence_periods", period("settlement_26_4", day(61)))
    client.save()
    assert ("Administrator", client.name) not in due()
    client.residence_periods = client.residence_periods[:1]
    client.save()
    assert ("Administrator", client.name) in due()
    site.db.set_value("Case", {"person": client.name}, "workflow_state", "Closed")
    assert ("Administrator", client.name) not in due()


def test_the_days_are_seeded_once_and_belong_to_the_administrator(site):
    from kim_app.setup.tables import seed_tables_once

    assert [row.days_before for row in setting("residence_reminders")] == [120, 60, 14]
    settings = site.get_doc("KIM Settings")
    settings.set("residence_reminders", [{"days_before": 90}])
    settings.save()
    seed_tables_once()
    assert [row.days_before for row in setting("residence_reminders")] == [90]
    settings.set("residence_reminders", [])
    settings.save()
    seed_tables_once()
    assert not setting("residence_reminders")


def test_period_of_knows_open_beginnings_and_ends(site):
    rows = [site._dict(idx=1, valid_from=None, valid_until=date(2020, 1, 1), residence_title="visa")]
    assert residence.period_of(rows, date(2019, 1, 1)) is rows[0]
    assert residence.period_of([], date(2019, 1, 1)) is None
