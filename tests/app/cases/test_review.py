"""The next review: proposed, brought forward, told to whoever looks after the case."""

import pytest

from frappe.utils import add_days, getdate, nowdate

from kim_app.api import case as api
from kim_app.cases import due, handover
from kim_app.reminders import remind

WEEKS = {"Acute": 1, "High": 2, "Normal": 4, "Low": 12}


@pytest.mark.parametrize(("priority", "weeks"), WEEKS.items())
def test_a_new_case_gets_its_review_from_the_priority(manager, make, person, priority, weeks):
    case = make("Case", person=person().name, priority=priority)
    assert str(case.next_review_on) == add_days(nowdate(), 7 * weeks)
    assert api.propose_review(priority) == add_days(nowdate(), 7 * weeks)


def test_a_review_that_somebody_chose_stays(manager, make, person):
    day = add_days(nowdate(), 3)
    assert str(make("Case", person=person().name, next_review_on=day).next_review_on) == day


def test_a_higher_priority_brings_the_review_forward_and_a_lower_one_leaves_it(case):
    case.priority = "Acute"
    assert str(case.save().next_review_on) == add_days(nowdate(), 7)
    case.priority = "Low"
    assert str(case.save().next_review_on) == add_days(nowdate(), 7)


def test_a_done_review_sets_the_next(site, case):
    site.db.set_value("Case", case.name, "next_review_on", nowdate())
    assert api.review_done(case.name) == add_days(nowdate(), 28)
    assert str(case.reload().next_review_on) == add_days(nowdate(), 28)


def test_a_stranger_reviews_nothing(site, case, user_with):
    site.set_user("Administrator")
    stranger = user_with("KIM Case Manager")
    for name in (case.name, "F-2000-00000"):
        site.set_user(stranger)
        with pytest.raises(site.PermissionError):
            api.review_done(name)
    assert case.next_review_on == site.get_doc("Case", case.name).next_review_on


def reminders(source, day, case):
    return [row for row in source(getdate(day)) if row.user == case.case_manager]


def test_a_review_is_told_on_its_day_and_not_before(case):
    day = case.next_review_on
    assert not reminders(due.reviews, add_days(day, -1), case)
    (told,) = reminders(due.reviews, day, case)
    assert (told.doctype, told.name) == ("Case", case.name)
    assert "Ada" not in told.subject
    assert len(reminders(due.reviews, add_days(day, 5), case)) == 1


def test_an_overdue_review_is_told_once_a_week(site, case):
    site.db.set_value("Case", case.name, "next_review_on", nowdate())
    remind()
    remind()
    logs = site.get_all("Notification Log", {"document_name": case.name, "for_user": case.case_manager}, ["subject"])
    assert len(logs) == 1
    case.reload()
    assert not reminders(due.reviews, add_days(nowdate(), 5), case)
    assert reminders(due.reviews, add_days(nowdate(), 7), case)


def test_nobody_is_reminded_of_a_closed_case(ready):
    case = ready("Closed")
    assert not reminders(due.reviews, add_days(nowdate(), 400), case)


def test_the_deputy_is_reminded_as_well(site, case, make, user_with):
    site.set_user("Administrator")
    deputy = user_with("KIM Case Manager")
    day = case.next_review_on
    values = {"absent_user": case.case_manager, "deputy": deputy, "starts_on": day, "ends_on": day}
    make("Deputy Arrangement", **values)
    assert deputy in [row.user for row in due.reviews(getdate(day))]
    assert deputy not in [row.user for row in due.reviews(getdate(add_days(day, 1)))]


def test_goals_are_told_when_due_until_they_have_a_result(case):
    case.append("goals", {"life_area": "work", "goal": "Arbeit", "due_on": add_days(nowdate(), 5)})
    case.save()
    assert not reminders(due.goals, add_days(nowdate(), 4), case)
    assert len(reminders(due.goals, add_days(nowdate(), 5), case)) == 1
    case.goals[0].result = "Reached"
    case.save()
    assert not reminders(due.goals, add_days(nowdate(), 5), case)
    assert str(case.goals[0].evaluated_on) == nowdate()


def test_the_next_step_of_a_note_is_told_to_its_author(case, make):
    note = make("Contact Note", case=case.name, next_step="Anrufen", next_step_on=add_days(nowdate(), 2))
    (told,) = reminders(due.next_steps, add_days(nowdate(), 2), case)
    assert (told.doctype, told.name) == ("Contact Note", note.name)
    assert "Anrufen" not in told.subject


def test_the_next_step_goes_along_with_a_case_and_no_further_than_the_note(site, case, make, user_with):
    former, day = case.case_manager, getdate(add_days(nowdate(), 2))
    site.set_user("Administrator")
    new, deputy = user_with("KIM Case Manager"), user_with("KIM Case Manager")
    make("Deputy Arrangement", absent_user=former, deputy=deputy, starts_on=nowdate(), ends_on=day)
    site.set_user(former)
    values = {"case": case.name, "next_step": "Anrufen", "next_step_on": day}
    opened, closed = make("Contact Note", **values), make("Contact Note", confidential=1, **values)

    def told():
        return {(row.user, row.name) for row in due.next_steps(day) if row.name in (opened.name, closed.name)}

    assert told() == {(former, opened.name), (former, closed.name), (deputy, opened.name)}
    handover.hand_over(site.get_doc("Case", case.name), new, "Umzug")
    assert told() == {(new, opened.name)}
