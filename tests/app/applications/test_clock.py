"""The clock: due days from the city's target and from law, suspensions that stop it, reminders."""

from datetime import date, timedelta

import pytest

from frappe.model.workflow import apply_workflow, get_transitions

from kim_app.applications.reminders import due

TODAY = date.today()


def days_ago(days):
    return TODAY - timedelta(days)


def suspended(first, last=None, reason="Ermittlungsverfahren"):
    return {
        "suspended_on": str(days_ago(first)),
        "resumed_on": last if last is None else str(days_ago(last)),
        "reason": reason,
    }


def test_due_days_come_from_target_and_law(apply_for):
    application = apply_for("res_25b", received_on="2026-01-31")
    assert str(application.due_on) == "2026-05-01"
    assert str(application.statutory_due_on) == "2026-04-30"


def test_a_suspension_moves_both_due_days_on(apply_for, acting, site):
    application = apply_for("nat_10", received_on=str(days_ago(100)))
    due_on, statutory = application.due_on, application.statutory_due_on
    with acting(application.clerk):
        application.append("suspensions", suspended(50, 40))
        application.append("suspensions", suspended(30, 10))
        application.save()
    assert [row.days for row in application.suspensions] == [10, 20]
    assert application.suspended_days == 30
    assert application.due_on == site.utils.add_days(due_on, 30)
    assert application.statutory_due_on == site.utils.add_days(statutory, 30)


def test_a_due_day_set_by_hand_stays_and_moves_with_suspensions(apply_for, acting, site):
    by_hand = str(TODAY + timedelta(200))
    application = apply_for("nat_10", received_on=str(days_ago(100)), due_on=by_hand)
    assert str(application.due_on) == by_hand
    with acting(application.clerk):
        application.append("suspensions", suspended(30, 10))
        application.save()
    assert str(application.due_on) == site.utils.add_days(by_hand, 20)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([suspended(30, 10), suspended(20, 5)], "overlap"),
        ([suspended(30), suspended(20)], "overlap"),
        ([suspended(101, 90)], "on the day of receipt at the earliest"),
        ([suspended(10, 20)], "ends after its begin"),
        ([suspended(10, -2)], "today at the latest"),
    ],
)
def test_impossible_suspensions_are_refused(site, apply_for, acting, rows, message):
    application = apply_for("nat_10", received_on=str(days_ago(100)))
    with acting(application.clerk):
        for row in rows:
            application.append("suspensions", row)
        with pytest.raises(site.ValidationError) as caught:
            application.save()
    assert message in str(caught.value)
    assert not site.db.count("Application Suspension", {"parent": application.name})


def test_suspending_needs_a_reason_and_resuming_leads_back_and_ends_it(site, apply_for, acting, step):
    application = step(apply_for("res_25b", received_on=str(days_ago(300))), "Check Formally", "Begin Review")
    with pytest.raises(site.ValidationError) as caught:
        step(application, "Suspend")
    assert "There is no open suspension" in str(caught.value)
    assert application.reload().workflow_state == "Under Review"
    with acting(application.clerk):
        application.append("suspensions", suspended(7))
        application.save()
    step(application, "Suspend")
    assert (application.workflow_state, application.suspended_from) == ("Suspended", "Under Review")
    with acting(application.clerk):
        steps = {row.next_state for row in get_transitions(application) if row.action == "Resume"}
    assert steps == {"Under Review"}
    step(application, "Resume")
    assert application.workflow_state == "Under Review" and not application.suspended_from
    assert (str(application.suspensions[0].resumed_on), application.suspensions[0].days) == (str(TODAY), 7)
    assert application.suspended_days == 7


def test_a_withdrawn_application_is_no_longer_suspended(apply_for, acting, step):
    application = apply_for("res_25b", suspensions=[suspended(7)])
    step(application, "Suspend", "Withdraw")
    assert application.suspensions[0].resumed_on and str(application.completed_on) == str(TODAY)


def reminders_of(application, day=TODAY):
    return {(row.user, row.subject) for row in due(day) if row.name == application.name}


def test_the_clerk_is_reminded_of_papers_answers_and_due_days(site, apply_for, acting):
    application = apply_for("nat_10", received_on=str(days_ago(60)))
    with acting(application.clerk):
        application.append(
            "document_requests",
            {"requested_on": str(days_ago(20)), "papers": "Pass", "reminder_on": str(TODAY), "due_on": str(TODAY)},
        )
        application.append("consultations", {"authority_text": "Register", "asked_on": str(days_ago(56))})
        application.save()
    told = reminders_of(application)
    assert {user for user, _ in told} == {application.clerk}
    assert {subject for _, subject in told} == {
        "Fehlende Unterlagen: bitte erinnern",
        "Fehlende Unterlagen: Die Frist läuft ab",
        "Eine Behörde hat noch nicht geantwortet",
        "Ein Antrag wird bald fällig",
    }
    assert {subject for _, subject in reminders_of(application, TODAY + timedelta(30))} == {
        "Ein Antrag ist heute fällig"
    }
    assert not any("Antragstellerin" in subject for _, subject in told)
    with acting(application.clerk):
        application.document_requests[0].answered_on = application.consultations[0].answered_on = str(TODAY)
        application.save()
    assert {subject for _, subject in reminders_of(application)} == {"Ein Antrag wird bald fällig"}


def test_nobody_is_reminded_of_a_suspended_application_or_without_building_block_3(site, apply_for, step):
    waiting = apply_for("nat_10", received_on=str(days_ago(60)), suspensions=[suspended(7)])
    assert reminders_of(waiting)
    site.db.set_single_value("KIM Settings", "building_block_3", 0)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    assert not reminders_of(waiting)
    site.db.set_single_value("KIM Settings", "building_block_3", 1)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    step(waiting, "Suspend")
    assert not reminders_of(waiting)


def test_a_decision_after_all_takes_its_stamps_back(site, apply_for, acting, step):
    application = apply_for("res_25b", legal_basis="§ 25b AufenthG")
    with acting(application.clerk):
        for row in application.requirements:
            row.shortfall = "Not Fulfilled"
        application.save()
    step(application, "Check Formally", "Begin Review", "Prepare Decision", "Refuse")
    assert str(application.decided_on) == str(application.completed_on) == str(TODAY)
    with acting(application.clerk):
        apply_workflow(site.get_doc("Application", application.name), "Resume Proceedings")
    application.reload()
    assert application.workflow_state == "Under Review"
    assert not application.decided_on and not application.completed_on
