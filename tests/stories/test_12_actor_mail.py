"""Story 12: a volunteer coordinator without login gets a mail with a date and a contact, and nothing else."""

import email
import email.policy

import pytest

from tests.rest import Client

CASE_MANAGER, COORDINATION = "casemanagement1@kim.example", "koordination@kim.example"
VOLUNTEERS, ADDRESS = "Story-Ehrenamtskreis", "vera.ehrenamt@story.example"


@pytest.fixture(scope="module")
def admin(server):
    return Client(server)


@pytest.fixture
def account(admin, made):
    """An outgoing account. Its server does not answer: the mail stays in the queue, where the test reads it."""
    values = {
        "email_account_name": "Story 12", "email_id": "kim@story.example", "enable_outgoing": 1, "default_outgoing": 1,
        "smtp_server": "127.0.0.1", "smtp_port": "9", "no_smtp_authentication": 1, "use_tls": 0,
        "awaiting_password": 1,
    }  # fmt: skip
    name = admin.insert("Email Account", **values)["name"]
    made.append(("Email Account", name))


@pytest.fixture
def referral(server, admin, made):
    """A referral to the volunteers, sent, with a day for the handover."""
    coordination, me = Client(server, COORDINATION), Client(server, CASE_MANAGER)
    coordination.insert(
        "Actor", actor_name=VOLUNTEERS, actor_type="volunteer", engagement="Volunteer",
        contacts=[{"contact_name": "Vera", "email": ADDRESS, "receives_referrals": 1}],
    )  # fmt: skip
    made.append(("Actor", VOLUNTEERS))
    person = me.insert("Person", first_name="Yusra", last_name="Storyzwölf", birth_date="1979-12-24", phone="0228 9876")
    made.append(("Person", person["name"]))
    made.append(("Case", me.insert("Case", person=person["name"])["name"]))
    case = made[-1][1]
    made.append(
        (
            "Consent",
            me.insert("Consent", person=person["name"], purpose="Referral", actors=[{"actor": VOLUNTEERS}])["name"],
        )
    )
    doc = me.insert(
        "Referral", case=case, actor=VOLUNTEERS, life_area="participation", reason="escort", warm_handover=1,
        handover_on="2027-03-12 10:30:00", request="Begleitung für Frau Storyzwölf",
    )  # fmt: skip
    made.append(("Referral", doc["name"]))
    me.ask("frappe.model.workflow.apply_workflow", doc={**doc, "doctype": "Referral"}, action="Send")
    return {"me": me, "name": doc["name"], "case": case, "person": person["name"]}


def test_the_mail_says_when_and_whom_to_call_and_nothing_about_the_person(admin, made, account, referral):
    me = referral["me"]
    assert me.ask("kim_app.api.referral.notify_actor", referral=referral["name"]) == [ADDRESS]
    (name,) = [
        row["name"] for row in admin.get("Email Queue", order_by="creation desc", limit_page_length=1).json()["data"]
    ]
    made.append(("Email Queue", name))
    stored = admin.get("Email Queue", name).json()["data"]
    mail = email.message_from_string(stored["message"], policy=email.policy.default)
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    whole = "\n".join((str(stored), *parts, *(str(value) for value in mail.values())))
    assert mail["subject"] == "Termin am 12.03.2027, 10:30"
    assert "Carla Casemanagement" in whole
    assert CASE_MANAGER in whole
    secrets = ("Yusra", "Storyzwölf", "24.12.1979", "1979-12-24", "9876", "Begleitung", "participation", "Teilhabe")
    identifiers = (referral["name"], referral["case"], referral["person"])
    assert [secret for secret in (*secrets, *identifiers) if secret in whole] == []
    assert not list(mail.iter_attachments())


def test_a_stranger_sends_nothing(server, admin, account, referral):
    before = admin.ask("frappe.client.get_count", doctype="Email Queue")
    for user in ("casemanagement2@kim.example", COORDINATION, "auslaenderamt@kim.example"):
        answer = Client(server, user).call("kim_app.api.referral.notify_actor", referral=referral["name"])
        assert answer.status_code == 403
    assert admin.ask("frappe.client.get_count", doctype="Email Queue") == before
