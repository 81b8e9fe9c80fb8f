"""A small town in which every kind of document belongs to somebody, and the way in which a browser asks for it."""

import json
from types import SimpleNamespace

import pytest

from frappe.utils import add_days, nowdate

from tests.app.conftest import acting, expect_refusal, make, person, user_with  # noqa: F401

SECRET = "Geheimwort Nordlicht"
"""Stands in every text that counselling keeps to itself."""
OFFICE_SECRET = "Aktenwort Suedwind"
"""Stands in every text that an office keeps to itself."""

PEOPLE = {
    "owner": ("KIM Case Manager",),
    "reader": ("KIM Case Manager",),
    "writer": ("KIM Case Manager",),
    "deputy": ("KIM Case Manager",),
    "stranger": ("KIM Case Manager",),
    "coordinator": ("KIM Coordinator",),
    "foreigners": ("KIM Foreigners Office Clerk",),
    "naturalisation": ("KIM Naturalisation Clerk",),
    "steering": ("KIM Steering Member",),
    "admin": ("KIM Administrator", "System Manager"),
    "officer": ("KIM Data Protection Officer",),
    "nobody": (),
}


@pytest.fixture
def call(site):
    """Return a function that calls a whitelisted method as the handler of requests does, with overrides."""
    from werkzeug.wrappers import Request

    from frappe.handler import execute_cmd

    def ask(method: str, **arguments):
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()}
        site.local.request = Request.from_values(method="POST")
        site.local.request.after_response = SimpleNamespace(add=lambda *_: None)
        site.local.form_dict = site._dict(texts, cmd=method)
        site.local.response = site._dict({"docs": []})
        message = execute_cmd(method)
        answer = site.local.response
        return answer if message is None else message

    return ask


@pytest.fixture
def town(site, user_with, acting, make, person):  # noqa: F811
    """The owner's case, read by one team, written by none else; a deputy today; a client who also applied.

    `shared` is counselled by `owner` and has an application at the foreigners' office, without exchange consent;
    `agreed` has both and agreed to the exchange.
    """
    make("Tag", name="Merkzeichen")
    people = {key: user_with(*roles) for key, roles in PEOPLE.items()}
    docs = SimpleNamespace()
    for code, access, member in (("r", "Read", "reader"), ("w", "Read and Write", "writer")):
        make("Team", code=f"team_{code}", label=code, case_access=access, members=[{"user": people[member]}])
    actor = make("Actor", actor_name="Akteur der Stadt", actor_type="abh").name
    with acting(people["owner"]):
        docs.household = make("Household", household_name=SECRET)
        docs.client = person(last_name="Klientin", household=docs.household.name, other_names=SECRET, phone="0228 1")
        docs.case = _case(make, docs.client)
        docs.for_reader = _case(make, person(last_name="Leseteam"), team="team_r")
        docs.for_writer = _case(make, person(last_name="Schreibteam"), team="team_w")
        docs.note = make("Contact Note", case=docs.case.name, note=SECRET, channel="phone", minutes=20)
        docs.private = make("Contact Note", case=docs.case.name, note=SECRET, confidential=1, channel="phone")
        score = {"life_area": "work", "score": 2, "resource": SECRET}
        docs.assessment = make("Assessment", case=docs.case.name, scores=[score], summary=SECRET)
        docs.referral = make(
            "Referral", case=docs.case.name, actor=actor, life_area="work", reason="information", request=SECRET
        )
        docs.consent = make("Consent", person=docs.client.name, purpose="Counselling", given_on=nowdate(), scope=SECRET)
        docs.conference = make(
            "Meeting", title="Fallkonferenz", meeting_type="Case Conference", starts_on="2026-03-01 10:00:00",
            agenda=[{"topic": SECRET, "case": docs.case.name}],
        )  # fmt: skip
        docs.deputy = make(
            "Deputy Arrangement", deputy=people["deputy"], absent_user=people["owner"],
            starts_on=nowdate(), ends_on=add_days(nowdate(), 3),
        )  # fmt: skip
        docs.agreed = person(last_name="Einverstanden")
        docs.agreed_case = _case(make, docs.agreed)
        docs.exchange = make(
            "Consent", person=docs.agreed.name, purpose="Exchange with Foreigners Office", given_on=nowdate(),
            actors=[{"actor": actor}],
        )  # fmt: skip
    with acting(people["foreigners"]):
        docs.shared = person(last_name="Gemeinsam", birth_date="1990-01-01")
        docs.application = _application(make, docs.shared)
        docs.agreed_application = _application(make, docs.agreed)
    with acting(people["naturalisation"]):
        docs.citizen = person(last_name="Einbürgerung")
        docs.naturalisation = make("Application", person=docs.citizen.name, application_type="nat_10")
    docs.shared_case = _case(make, docs.shared, case_manager=people["owner"])
    with acting(people["owner"]):
        shared = site.get_doc("Person", docs.shared.name)
        shared.update({"other_names": SECRET, "household": docs.household.name, "city": "Bonn"}).save()
        met = [{"case": docs.case.name}]
        docs.barrier = make("Barrier", title="Wartezeit", category="waiting", description="Lang.", occurrences=met)
        docs.case.add_comment("Comment", SECRET)
        docs.case.add_tag("Merkzeichen")
        docs.file = make("File", file_name="akte.txt", content=SECRET, is_private=1, **_attached(docs.case))
        task = {"reference_type": "Case", "reference_name": docs.case.name, "allocated_to": people["owner"]}
        docs.todo = make("ToDo", description=SECRET, **task)
    with acting(people["foreigners"]):
        docs.agreed_application.add_comment("Comment", OFFICE_SECRET)
        make("File", file_name="amt.txt", content=OFFICE_SECRET, is_private=1, **_attached(docs.agreed_application))
    with acting(people["coordinator"]):
        docs.steering = make(
            "Meeting", title="Lenkungsgruppe", meeting_type="Steering Group", starts_on="2026-03-01 10:00:00"
        )
    with acting(people["officer"]):
        docs.request = make("Data Subject Request", request_type="Access", person=docs.client.name)
    yield SimpleNamespace(people=people, docs=docs)
    site.set_user("Administrator")


def _case(make, person, **values):  # noqa: F811
    return make("Case", person=person.name, concern=SECRET, **values)


def _application(make, person):  # noqa: F811
    return make("Application", person=person.name, application_type="res_25b", decision_note=OFFICE_SECRET)


def _attached(doc):
    return {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
