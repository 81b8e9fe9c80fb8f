"""A referral on its way: what stops it, what is noted by itself, and what nobody writes by hand."""

import pytest

from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, nowdate

from tests.app.network.conftest import CM, OVERRIDE


@pytest.fixture
def refused(site):
    """Return a function that takes an action, expects that it is refused and the state stays, and returns the text."""

    def take(doc, action):
        before = site.db.get_value("Referral", doc.name, "workflow_state")
        with pytest.raises(site.ValidationError) as caught:
            apply_workflow(doc, action)
        assert site.db.get_value("Referral", doc.name, "workflow_state") == before
        doc.reload()
        return str(caught.value)

    return take


def test_without_consent_nothing_is_sent_and_the_way_out_is_told(site, office, referral, refused):
    site.set_user(office.cm)
    doc = referral()
    assert "There is no valid consent" in refused(doc, "Send")
    assert "purpose “Referral”" in refused(doc, "Send")
    assert office.advice in refused(doc, "Send")


@pytest.mark.parametrize(
    "values",
    [
        {"purpose": "Counselling"},
        {"given_on": "2026-01-01", "valid_until": "2026-02-01"},
        {"given_on": "2026-01-01", "withdrawn_on": "2026-02-01"},
    ],
    ids=["for another purpose", "run out", "withdrawn"],
)
def test_a_consent_that_does_not_count_covers_nobody(site, office, consent, referral, refused, values):
    consent(**values)
    site.set_user(office.cm)
    assert "There is no valid consent" in refused(referral(), "Send")


def test_a_consent_that_names_another_actor_does_not_cover(site, office, consent, referral, refused):
    consent(office.authority)
    site.set_user(office.cm)
    assert "There is no valid consent" in refused(referral(), "Send")


def test_sending_notes_consent_day_and_due_day(office, sent):
    doc = sent()
    assert (str(doc.sent_on), str(doc.due_on)) == (nowdate(), add_days(nowdate(), 14))


def test_days_until_an_answer_are_a_setting(site, sent):
    site.db.set_single_value("KIM Settings", "referral_answer_days", 5)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    assert str(sent().due_on) == add_days(nowdate(), 5)


def test_the_consent_must_still_count_when_the_actor_accepts(site, sent, refused):
    doc = sent()
    site.db.set_value("Consent", doc.consent, {"given_on": "2020-01-01", "valid_until": "2020-02-01"})
    assert "There is no valid consent" in refused(doc, "Accept")
    doc.outcome = "full"
    doc.save()
    assert apply_workflow(doc, "Decline").workflow_state == "Declined"


def test_nobody_is_sent_to_an_actor_that_takes_nobody(site, office, consent, referral, refused):
    consent()
    site.set_user(office.cm)
    doc = referral()
    site.db.set_value("Actor", office.advice, "accepts_referrals", 0)
    assert "takes no referrals" in refused(doc, "Send")


def test_a_reason_alone_does_not_replace_consent(site, office, referral, refused):
    site.set_user(office.cm)
    assert "KIM Consent Override" in refused(
        referral(override_reason="Notfall", override_legal_basis="§ 34 StGB"), "Send"
    )


def test_who_overrides_must_name_the_legal_basis(site, office, referral, refused):
    site.get_doc("User", office.cm).add_roles(OVERRIDE)
    site.set_user(office.cm)
    assert "Legal Basis without Consent" in refused(referral(override_reason="Notfall"), "Send")


def test_an_override_is_logged_by_kim_itself(site, office, referral):
    site.get_doc("User", office.cm).add_roles(OVERRIDE)
    site.set_user(office.cm)
    doc = apply_workflow(referral(override_reason="Notfall", override_legal_basis="§ 34 StGB"), "Send")
    assert (doc.workflow_state, doc.overridden_by, doc.consent) == ("Sent", office.cm, None)
    log = site.get_all(
        "Disclosure", filters={"referral": doc.name}, fields=["legal_basis", "automatic", "disclosed_by"]
    )
    assert [(row.automatic, row.disclosed_by) for row in log] == [(1, office.cm)]
    assert "§ 34 StGB" in log[0].legal_basis
    site.set_user("Administrator")
    assert apply_workflow(doc, "Accept").workflow_state == "Accepted"


def test_nobody_writes_by_hand_what_kim_notes(site, office, consent, referral, refused):
    other = consent(office.authority)
    site.set_user(office.cm)
    doc = referral(consent=other.name, overridden_by=office.cm, overridden_on="2026-01-01 10:00:00")
    assert (doc.consent, doc.overridden_by, doc.overridden_on) == (None, None, None)
    doc.update({"consent": other.name, "overridden_by": office.cm})
    doc.save()
    assert (doc.reload().consent, doc.overridden_by) == (None, None)
    assert "There is no valid consent" in refused(doc, "Send")


@pytest.mark.parametrize("field", ["actor", "override_reason", "override_legal_basis"])
def test_what_was_sent_stays_as_it_was(site, office, sent, field):
    doc = sent()
    old = doc.get(field)
    doc.set(field, office.authority)
    with pytest.raises(site.ValidationError, match="stays as it was"):
        doc.save()
    assert doc.reload().get(field) == old


def test_the_person_is_always_that_of_the_case(site, office, person, referral):
    with_other = person(last_name="Andere").name
    site.set_user(office.cm)
    doc = referral(person=with_other, person_name="Erfunden")
    assert (doc.person, doc.person_name) == (office.person, "Ada Beispiel")
    doc.person = with_other
    doc.save()
    assert doc.reload().person == office.person


def test_a_referral_does_not_move_to_another_case(site, office, make, person, referral):
    site.set_user(office.cm)
    other = make("Case", person=person(last_name="Andere").name).name
    doc = referral()
    doc.case = other
    with pytest.raises(site.CannotChangeConstantError):
        doc.save()
    assert doc.reload().case == office.case


def test_an_answer_is_stamped_with_its_day(sent):
    doc = apply_workflow(sent(), "Accept")
    assert str(doc.responded_on) == nowdate()


def test_a_day_of_answer_that_was_entered_stays(site, sent):
    doc = sent()
    site.db.set_value("Referral", doc.name, "sent_on", add_days(nowdate(), -5))
    doc.reload().responded_on = add_days(nowdate(), -3)
    doc.save()
    assert str(apply_workflow(doc, "Accept").responded_on) == add_days(nowdate(), -3)


def test_no_end_without_outcome(sent, refused):
    doc = sent()
    assert "The outcome is missing" in refused(doc, "Decline")
    doc = apply_workflow(apply_workflow(doc, "Accept"), "Begin")
    assert "The outcome is missing" in refused(doc, "Complete")


def test_an_outcome_belongs_to_its_state(sent, refused):
    doc = sent()
    doc.outcome = "helped"
    doc.save()
    assert "belongs to" in refused(doc, "Decline")


def test_declining_says_why(sent, refused):
    doc = sent()
    doc.outcome = "waiting"
    doc.save()
    assert "Reason for Declining" in refused(doc, "Decline")
    doc.decline_reason = "Erst im nächsten Jahr."
    doc.save()
    assert apply_workflow(doc, "Decline").workflow_state == "Declined"


def test_the_only_fitting_outcome_is_filled_in(sent):
    doc = apply_workflow(sent(), "Mark as Not Attended")
    assert (doc.outcome, str(doc.responded_on)) == ("absent", nowdate())


def test_an_outcome_is_not_lost_after_the_end(site, sent):
    doc = sent()
    doc.outcome = "full"
    doc.save()
    doc = apply_workflow(doc, "Decline")
    doc.outcome = "helped"
    with pytest.raises(site.ValidationError, match="belongs to"):
        doc.save()
    assert doc.reload().outcome == "full"


def test_an_answer_that_is_taken_back_is_cleared(sent):
    doc = sent()
    doc.outcome = "full"
    doc.save()
    doc = apply_workflow(apply_workflow(doc, "Decline"), "Take Back")
    assert (doc.workflow_state, doc.outcome, doc.responded_on) == ("Sent", None, None)
    assert getdate(doc.sent_on) == getdate(nowdate())


def test_an_ended_offer_is_not_referred_to(site, office, make, referral, expect_refusal):
    offer = make("Offer", offer_name="Alt", actor=office.advice, valid_until=add_days(nowdate(), -2)).name
    site.set_user(office.cm)
    with expect_refusal("This offer has ended", "Referral"):
        referral(offer=offer)


def test_a_handover_without_day_and_contact_is_a_warning_only(site, sent):
    doc = apply_workflow(sent(warm_handover=1), "Accept")
    site.clear_messages()
    assert apply_workflow(doc, "Begin").workflow_state == "In Progress"
    assert "warm handover" in str(site.get_message_log())


def test_a_stranger_sends_nothing(site, office, consent, referral, user_with):
    consent()
    site.set_user(office.cm)
    doc = referral()
    for user in (office.stranger, office.coordinator):
        site.set_user(user)
        with pytest.raises(site.PermissionError):
            apply_workflow(doc, "Send")
    assert site.db.get_value("Referral", doc.name, "workflow_state") == "Draft"
    assert CM in site.get_roles(office.stranger)
