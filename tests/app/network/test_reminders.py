"""Who waits for an answer is reminded, without content and without end of mails."""

import pytest

from frappe.utils import add_days, getdate, nowdate


def told(site, doc):
    return site.get_all("Notification Log", filters={"document_name": doc.name}, fields=["for_user", "subject"])


def names(reminders):
    return {(row.user, row.name) for row in reminders}


@pytest.mark.parametrize(("late", "reminded"), [(-1, False), (0, True), (1, False), (7, True), (14, True)])
def test_a_missing_answer_is_told_when_due_and_weekly_after(site, office, sent, late, reminded):
    from kim_app.network.due import answers

    doc = sent()
    day = getdate(add_days(doc.due_on, late))
    assert ((office.cm, doc.name) in names(answers(day))) is reminded


def test_an_answer_that_came_is_not_missed(site, office, sent):
    from frappe.model.workflow import apply_workflow

    from kim_app.network.due import answers

    doc = apply_workflow(sent(), "Accept")
    assert (office.cm, doc.name) not in names(answers(getdate(doc.due_on)))


def test_the_daily_job_tells_once_a_day_and_names_nobody(site, office, sent):
    from kim_app.reminders import remind

    doc = sent()
    site.db.set_value("Referral", doc.name, {"sent_on": add_days(nowdate(), -14), "due_on": nowdate()})
    site.set_user("Administrator")
    remind()
    remind()
    (row,) = told(site, doc)
    assert (row.for_user, row.subject) == (office.cm, "Noch keine Antwort auf eine Vermittlung")


def test_a_consent_that_ran_out_is_told_and_stops_nothing(site, office, sent):
    from kim_app.network.due import ended_consents

    doc = sent()
    site.db.set_value("Consent", doc.consent, "valid_until", add_days(nowdate(), -1))
    assert (office.cm, doc.name) in names(ended_consents(getdate(nowdate())))
    assert site.db.get_value("Referral", doc.name, "workflow_state") == "Sent"


@pytest.mark.parametrize(("day", "expected"), [("2026-03-01", True), ("2026-03-02", False)])
def test_coordinators_hear_once_a_month_of_unconfirmed_actors(site, office, day, expected):
    from kim_app.network.due import unconfirmed_actors

    found = [row for row in unconfirmed_actors(getdate(day)) if row.user == office.coordinator]
    assert len(found) == int(expected)
