"""A handful of invented records, entered by the demo logins themselves, so that each belongs to its owner."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.model import workflow
from frappe.utils import add_days, nowdate

COORDINATION = "koordination@kim.example"
CASE_MANAGERS = ("casemanagement1@kim.example", "casemanagement2@kim.example")
FOREIGNERS_OFFICE = "auslaenderamt@kim.example"
NATURALISATION = "einbuergerung@kim.example"

ADVICE = "Beispiel-Schuldnerberatung Musterstadt"
SCHOOL = "Beispiel-Sprachschule Musterstadt"

ACTORS = (
    {
        "actor_name": ADVICE,
        "actor_type": "debt",
        "engagement": "Full-time",
        "city": "Musterstadt",
        "life_areas": [{"life_area": "debts"}],
        "languages": [{"language": "de"}, {"language": "ar"}],
    },
    {
        "actor_name": SCHOOL,
        "actor_type": "course",
        "engagement": "Both",
        "city": "Musterstadt",
        "life_areas": [{"life_area": "language"}],
        "languages": [{"language": "de"}, {"language": "uk"}],
    },
)

CASES = (
    {
        "user": CASE_MANAGERS[0],
        "person": {
            "first_name": "Selam",
            "last_name": "Beispiel",
            "gender": "Female",
            "birth_date": "1991-05-14",
            "nationality": "Eritrea",
            "residence_title": "permit_25_2_refugee",
            "interpreter_needed": 1,
            "languages": [{"language": "ti", "level": "Native"}, {"language": "de", "level": "A2"}],
        },
        "case": {
            "source": "school",
            "priority": "High",
            "concern": "Zwei Kinder, Wohnung zu klein, Brief vom Jobcenter.",
        },
        "actions": (),
    },
    {
        "user": CASE_MANAGERS[0],
        "person": {
            "first_name": "Karim",
            "last_name": "Muster",
            "gender": "Male",
            "birth_date": "1998-11-02",
            "nationality": "Afghanistan",
            "residence_title": "toleration_60d",
            "languages": [{"language": "prs", "level": "Native"}, {"language": "de", "level": "B1"}],
        },
        "case": {"source": "volunteer", "concern": "Möchte eine Ausbildung beginnen."},
        "actions": (),
    },
    {
        "user": CASE_MANAGERS[1],
        "person": {
            "first_name": "Oksana",
            "last_name": "Probe",
            "gender": "Female",
            "birth_date": "1985-02-27",
            "nationality": "Ukraine",
            "residence_title": "permit_24",
            "languages": [{"language": "uk", "level": "Native"}],
        },
        "case": {"source": "self", "concern": "Anerkennung des Berufs als Erzieherin."},
        "actions": (),
    },
)

APPLICATIONS = (
    {
        "user": FOREIGNERS_OFFICE,
        "person": {"first_name": "Amadou", "last_name": "Exempel", "nationality": "Guinea", "birth_date": "1994-08-19"},
        "application_type": "res_25b",
        "days_ago": 40,
    },
    {
        "user": NATURALISATION,
        "person": {"first_name": "Rosa", "last_name": "Versuch", "nationality": "Brazil", "birth_date": "1979-12-06"},
        "application_type": "nat_10",
        "days_ago": 120,
    },
)


def add_records() -> list[tuple[str, str]]:
    """Insert the records and return their DocTypes and names."""
    docs = []
    with acting_as(COORDINATION):
        docs += [_insert("Actor", verified_on=nowdate(), **actor) for actor in ACTORS]
        docs.append(
            _insert(
                "Offer", offer_name="Offene Sprechstunde", actor=ADVICE, free_places=4, capacity=10, waiting_weeks=2
            )
        )
    for number, case in enumerate(CASES):
        docs += _add_case(case, SCHOOL if number == 1 else None)
    for application in APPLICATIONS:
        docs += _add_application(application)
    return [(doc.doctype, doc.name) for doc in docs]


@contextmanager
def acting_as(user: str) -> Iterator[None]:
    """Do what follows as `user`, with that user's rights."""
    before = frappe.session.user
    frappe.set_user(user)
    try:
        yield
    finally:
        frappe.set_user(before)


def _add_case(record: dict, refer_to: str | None) -> list:
    """Enter person and case as their case manager, move the case on, and refer it if asked to."""
    with acting_as(record["user"]):
        person = _insert("Person", city="Musterstadt", **record["person"])
        case = _insert("Case", person=person.name, next_review_on=add_days(nowdate(), 28), **record["case"])
        for action in record["actions"]:
            workflow.apply_workflow(case, action)
            case.reload()
        docs = [person, case]
        if refer_to:
            docs.append(_insert("Referral", case=case.name, actor=refer_to, life_area="language", reason="course"))
        return docs


def _add_application(record: dict) -> list:
    """Enter person and application as a clerk of the office."""
    with acting_as(record["user"]):
        person = _insert("Person", city="Musterstadt", **record["person"])
        application = _insert(
            "Application",
            person=person.name,
            application_type=record["application_type"],
            clerk=record["user"],
            received_on=add_days(nowdate(), -record["days_ago"]),
        )
        return [person, application]


def _insert(doctype: str, **values) -> "frappe.model.document.Document":
    return frappe.get_doc({"doctype": doctype, **values}).insert()
