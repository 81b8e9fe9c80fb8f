"""The mail to an actor: a date and a contact, and nothing about the person."""

import email
import email.policy

import pytest


@pytest.fixture
def outgoing(site):
    """An account that mail is queued for; nothing leaves."""
    account = site.get_doc(
        {"doctype": "Email Account", "email_account_name": "Netztest", "email_id": "kim@kim.example",
         "enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "127.0.0.1", "smtp_port": 9,
         "no_smtp_authentication": 1}
    )  # fmt: skip
    account.flags.ignore_validate = True
    account.db_insert()
    site.clear_cache()
    return account


@pytest.fixture
def agreed(site, sent):
    """A sent referral with warm handover on 12 March 2027, 10:30; the test goes on as its case manager."""
    return sent(warm_handover=1, handover_on="2027-03-12 10:30:00", request="Frau Beispiel hat Schulden")


def queued(site):
    name = site.get_all("Email Queue", order_by="creation desc", pluck="name", limit=1)[0]
    return site.get_doc("Email Queue", name)


def test_it_says_when_and_whom_to_ask_and_nothing_of_the_person(site, office, outgoing, agreed):
    from kim_app.api.referral import notify_actor

    assert notify_actor(agreed.name) == ["info@netztest.test"]
    source = queued(site).message
    mail = email.message_from_string(source, policy=email.policy.default)
    text = mail.get_body(("html",)).get_content() + mail.get_body(("plain",)).get_content()
    assert "12.03.2027, 10:30" in mail["subject"]
    assert "12.03.2027, 10:30" in text
    assert office.cm in text
    person = site.get_doc("Person", office.person)
    secrets = (
        *(person.first_name, person.last_name, person.name, "1990-02-03", "03.02.1990", "0228 123"),
        *(agreed.name, office.case, agreed.consent, "Schulden", "debts", "Fachberatung"),
    )
    whole = source + text + str(mail["subject"]) + str(queued(site).as_dict())
    assert [secret for secret in secrets if secret in whole] == []
    assert not list(mail.iter_attachments())


def test_the_timeline_keeps_that_it_was_sent(site, outgoing, agreed):
    from kim_app.api.referral import notify_actor

    notify_actor(agreed.name)
    notes = site.get_all("Comment", filters={"reference_name": agreed.name, "comment_type": "Info"}, pluck="content")
    assert any("info@netztest.test" in note for note in notes)
    assert agreed.reload().notified_on


def test_it_goes_to_those_contacts_who_receive_referrals(site, office, outgoing, agreed, acting):
    from kim_app.api.referral import mail_recipients, notify_actor

    with acting(office.coordinator):
        actor = site.get_doc("Actor", office.advice)
        actor.append("contacts", {"contact_name": "Vera", "email": "vera@netztest.test", "receives_referrals": 1})
        actor.append("contacts", {"contact_name": "Udo", "email": "udo@netztest.test"})
        actor.save()
    site.set_user(office.cm)
    assert mail_recipients(agreed.name) == ["vera@netztest.test"]
    with pytest.raises(site.ValidationError, match="does not belong to the actor"):
        notify_actor(agreed.name, "udo@netztest.test")
    assert notify_actor(agreed.name, "vera@netztest.test") == ["vera@netztest.test"]


def test_without_appointment_address_or_consent_nothing_is_sent(site, office, outgoing, agreed, referral):
    from kim_app.api.referral import notify_actor

    before = site.db.count("Email Queue")
    with pytest.raises(site.ValidationError, match="send the referral first"):
        notify_actor(referral(handover_on="2027-03-12 10:30:00").name)
    site.db.set_value("Actor", office.advice, "email", None)
    with pytest.raises(site.ValidationError, match="has no e-mail address"):
        notify_actor(agreed.name)
    agreed.handover_on = None
    agreed.save()
    with pytest.raises(site.ValidationError, match="Handover On"):
        notify_actor(agreed.name)
    assert site.db.count("Email Queue") == before
