"""Two case managers with a case each, a coordinator and others who meet barriers."""

import email
import email.policy
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from frappe.model.workflow import apply_workflow

from tests.app.cooperation.mails import OUTSIDER

ROLES = {
    "cm1": "KIM Case Manager",
    "cm2": "KIM Case Manager",
    "co": "KIM Coordinator",
    "clerk": "KIM Foreigners Office Clerk",
    "steering": "KIM Steering Member",
}

DAY = date.today() + timedelta(20)
TEN, ELEVEN = f"{DAY} 10:00:00", f"{DAY} 11:30:00"


@pytest.fixture
def team(user_with, acting, make, person):
    """cm1 counsels Yerusalem Tekle, cm2 counsels Zubair Nazari; both wait in Linking as far as the figures go."""
    users = {key: user_with(role) for key, role in ROLES.items()}
    clients = {
        "cm1": {"first_name": "Yerusalem", "last_name": "Tekle", "birth_date": "1991-05-14"},
        "cm2": {"first_name": "Zubair", "last_name": "Nazari", "birth_date": "1988-12-03"},
    }
    cases, persons = {}, {}
    for key, values in clients.items():
        with acting(users[key]):
            persons[key] = person(**values).name
            cases[key] = make(
                "Case", person=persons[key], life_areas=[{"life_area": "housing"}], concern="Sehr geheim",
                legal_circles=[{"legal_circle": "sgb2"}],
            ).name  # fmt: skip
    with acting(users["co"]):
        actor = make("Actor", actor_name="Amt der Schleife", actor_type="city").name
    return SimpleNamespace(users=users, cases=cases, persons=persons, actor=actor)


@pytest.fixture
def barrier(make, acting, team):
    """Return a function that reports a barrier as somebody, with that person's own case if there is one."""

    def report(who="cm1", **values):
        rows = [{"case": team.cases[who]}] if who in team.cases else []
        text = {"title": "Wartezeit auf den ersten Termin", "description": "Termine erst nach acht Wochen."}
        with acting(team.users[who]):
            return make("Barrier", **{"category": "waiting", "occurrences": rows, **text, **values})

    return report


@pytest.fixture
def account(make):
    """An outgoing account; what it should send stays in the queue."""
    return make(
        "Email Account", email_account_name="Sitzungen", email_id="kim@stadt.example", enable_outgoing=1,
        default_outgoing=1, smtp_server="127.0.0.1", smtp_port="9", no_smtp_authentication=1, awaiting_password=1,
    ).name  # fmt: skip


@pytest.fixture
def planned(make, acting, team):
    """Return a function that plans a working group of the coordinator with a colleague and somebody from outside."""

    def plan(**values):
        people = [
            {"user": team.users["cm1"]},
            {"participant_name": "Vera Verein", "email": OUTSIDER, "with_client": 1},
        ]
        content = {"agenda": [{"topic": "Haushaltsplan"}], "minutes": "<p>Wohngeld</p>"}
        with acting(team.users["co"]):
            return make(
                "Meeting",
                **{
                    "title": "AG Wohnen", "meeting_type": "Working Group", "starts_on": TEN, "ends_on": ELEVEN,
                    "location": "Rathaus, Saal 2", "participants": people, **content, **values,
                },
            )  # fmt: skip

    return plan


@pytest.fixture
def step(site, acting, team):
    def take(meeting, action, who="co"):
        with acting(team.users[who]):
            return apply_workflow(site.get_doc("Meeting", meeting.name), action)

    return take


@pytest.fixture
def change(site, acting, team):
    def save(meeting, who="co", **values):
        with acting(team.users[who]):
            doc = site.get_doc("Meeting", meeting.name)
            doc.update(values)
            return doc.save()

    return save


@pytest.fixture
def mails(site):
    """Return a function that gives the mails queued since the last call: (recipient, parsed message)."""
    seen = set(site.get_all("Email Queue", pluck="name"))

    def new():
        found = []
        for row in site.get_all("Email Queue", ["name", "message"], order_by="creation"):
            if row.name not in seen:
                seen.add(row.name)
                to = site.get_all("Email Queue Recipient", {"parent": row.name}, pluck="recipient")
                found += [
                    (address, email.message_from_string(row.message, policy=email.policy.default)) for address in to
                ]
        return sorted(found, key=lambda pair: pair[0])

    return new


@pytest.fixture
def named_conference(make, acting, team):
    """Return a function that plans a case conference with consent; its title names the client."""

    def plan(**values):
        with acting(team.users["cm1"]):
            make("Consent", person=team.persons["cm1"], purpose="Case Conference", given_on=str(date.today()))
            return make(
                "Meeting",
                **{
                    "title": "Fallkonferenz Yerusalem Tekle", "meeting_type": "Case Conference", "starts_on": TEN,
                    "agenda": [{"topic": "Haushaltsplan", "case": team.cases["cm1"]}],
                    "participants": [{"user": team.users["cm1"]}, {"email": OUTSIDER, "with_client": 1}], **values,
                },
            )  # fmt: skip

    return plan
