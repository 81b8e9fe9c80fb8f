"""Who withdraws a consent stops what rests on it, whoever enters the withdrawal."""

import pytest

from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, nowdate


@pytest.fixture
def withdraw(site):
    """Return a function that enters the withdrawal of a consent as of `day`."""

    def enter(name, day=None):
        doc = site.get_doc("Consent", name)
        doc.withdrawn_on = day or nowdate()
        doc.save()

    return enter


def state_of(site, doc):
    return site.db.get_value("Referral", doc.name, ["workflow_state", "outcome"])


@pytest.mark.parametrize("actions", [(), ("Accept",), ("Accept", "Begin")], ids=["sent", "accepted", "in progress"])
def test_what_is_open_is_stopped(site, sent, withdraw, actions):
    doc = sent()
    for action in actions:
        doc = apply_workflow(doc, action)
    withdraw(doc.consent)
    assert state_of(site, doc) == ("Cancelled", "withdrawn")
    assert doc.reload().state_history[-1].state == "Cancelled"


def test_the_timeline_tells_and_the_case_manager_is_told(site, office, sent, withdraw):
    doc = sent()
    withdraw(doc.consent)
    notes = site.get_all("Comment", filters={"reference_name": doc.name, "comment_type": "Info"}, pluck="content")
    assert [note for note in notes if doc.consent in note and "widerrufen" in note]
    told = site.get_all("Notification Log", filters={"document_name": doc.name}, fields=["for_user", "subject"])
    assert [row.for_user for row in told] == [office.cm]
    assert "Ada" not in told[0].subject


def test_a_draft_is_not_touched_but_cannot_be_sent(site, office, consent, referral, withdraw):
    given = consent()
    site.set_user(office.cm)
    doc = referral()
    withdraw(given.name)
    assert state_of(site, doc) == ("Draft", None)
    with pytest.raises(site.ValidationError, match="There is no valid consent"):
        apply_workflow(doc, "Send")


def test_what_ended_stays(site, sent, withdraw):
    doc = sent()
    doc.outcome = "full"
    doc.save()
    apply_workflow(doc, "Decline")
    withdraw(doc.consent)
    assert state_of(site, doc) == ("Declined", "full")


def test_another_consent_stops_nothing(site, sent, consent, withdraw):
    doc = sent()
    withdraw(consent().name)
    assert state_of(site, doc)[0] == "Sent"


def test_an_actor_taken_off_the_consent_is_stopped(site, office, sent):
    doc = sent()
    given = site.get_doc("Consent", doc.consent)
    given.set("actors", [{"actor": office.authority}])
    given.save()
    assert state_of(site, doc) == ("Cancelled", "withdrawn")


def test_a_withdrawal_that_lies_ahead_stops_on_its_day(site, sent, withdraw):
    from kim_app.network.withdrawal import stop_ended

    doc = sent()
    site.db.set_value("Consent", doc.consent, "withdrawn_on", add_days(nowdate(), 3))
    site.set_user("Administrator")
    assert doc.name not in stop_ended()
    assert state_of(site, doc)[0] == "Sent"
    assert doc.name in stop_ended(getdate(add_days(nowdate(), 3)))
    assert state_of(site, doc) == ("Cancelled", "withdrawn")


def test_a_changed_workflow_cannot_hold_it_up(site, sent, withdraw):
    doc = sent()
    flow = site.get_doc("Workflow", "KIM Referral")
    flow.transitions = [row for row in flow.transitions if row.next_state != "Cancelled"]
    flow.flags.ignore_permissions = True
    flow.save()
    withdraw(doc.consent)
    assert state_of(site, doc) == ("Cancelled", "withdrawn")


def test_over_rest_nobody_claims_that_a_consent_ended(site, sent):
    doc = sent()
    doc.update({"flags": {"consent_ended": True}, "workflow_state": "Completed", "outcome": "helped"})
    with pytest.raises(site.ValidationError):
        doc.save()
    assert state_of(site, doc)[0] == "Sent"
