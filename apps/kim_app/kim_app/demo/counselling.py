"""What counselling leaves behind in a case: consents, assessments and contact notes."""

import random
from datetime import date, time, timedelta

from frappe.model.document import Document

from kim_app.demo.chance import data, weighted, workday
from kim_app.demo.plans import CasePlan
from kim_app.demo.writing import at, insert

CONTACTS = {
    "Enquiry": 1,
    "Intake": 1,
    "Assessment": 1,
    "Planning": 1,
    "Linking": 2,
    "Monitoring": 3,
    "Evaluation": 1,
    "Closed": 0,
    "Declined": 0,
}
"""How many contacts each phase brings."""

LAND_DATABASE = 0.4
RELEASE = 0.3


def prepare(rng: random.Random, plan: CasePlan, case: Document, state: str, day: date) -> None:
    """Write what must be there before the case enters `state`: the consent, the assessment."""
    if state == "Intake":
        for purpose in _purposes(rng):
            insert("Consent", day, person=case.person, purpose=purpose, given_on=day, language=_language(rng))
    if state == "Planning":
        add_assessment(rng, plan, case, day)
    if state == "Evaluation":
        add_assessment(rng, plan, case, day, later=True)


def _purposes(rng: random.Random) -> list[str]:
    purposes = ["Counselling"]
    purposes += ["Land Database"] if rng.random() < LAND_DATABASE else []
    return purposes + (["Release from Secrecy"] if rng.random() < RELEASE else [])


def _language(rng: random.Random) -> str:
    return rng.choice(("de", "de", "ar", "uk", "fa", "tr", "en"))


def add_assessment(rng: random.Random, plan: CasePlan, case: Document, day: date, later: bool = False) -> None:
    """Write an assessment; a later one is mostly better than the first."""
    words = data("words")
    others = [area for area in words["areas"] if area not in plan.areas]
    areas = plan.areas + rng.sample(others, 4)
    rows = [
        {
            "life_area": area,
            "score": _score(rng, area in plan.areas, later),
            "resource": words["areas"][area]["resource"],
            "need": words["areas"][area]["need"] if area in plan.areas else None,
        }
        for area in areas
    ]
    summary = words["summaries"][-1] if later else rng.choice(words["summaries"][:-1])
    insert("Assessment", day, case=case.name, assessed_on=day, scores=rows, summary=summary)


def _score(rng: random.Random, in_need: bool, later: bool) -> int:
    if not in_need:
        return rng.choice((3, 4, 4, 5))
    return rng.choice((3, 3, 4, 4, 5, 2)) if later else rng.choice((1, 1, 2, 2, 3))


def work(rng: random.Random, plan: CasePlan, case: Document, state: str, day: date, today: date) -> None:
    """Write the contact notes of a phase, spread over the time that it lasted."""
    states = [name for name, _ in plan.steps]
    end = plan.steps[states.index(state) + 1][1] if state != plan.state else today
    for number in range(CONTACTS[state]):
        span = max(0, (end - day).days * (number + 1) // (CONTACTS[state] + 1))
        add_note(rng, plan, case, workday(day + timedelta(days=span)), today)


def add_note(rng: random.Random, plan: CasePlan, case: Document, day: date, today: date) -> None:
    """Write one contact note; one in eight is confidential."""
    words = data("words")
    follow_up = not plan.is_closed and rng.random() < 0.3
    insert(
        "Contact Note",
        day,
        case=case.name,
        contact_on=at(min(day, today), time(rng.randint(8, 9), rng.choice((0, 15, 30, 45)))),
        channel=weighted(rng, words["channels"]),
        minutes=rng.choice(words["minutes"]),
        note=rng.choice(words["notes"]),
        life_areas=[{"life_area": rng.choice(plan.areas)}],
        interpreter=int(rng.random() < 0.3),
        confidential=int(rng.random() < 0.125),
        next_step=rng.choice(words["next_steps"]) if follow_up else None,
        next_step_on=workday(today + timedelta(days=rng.randint(1, 25))) if follow_up else None,
    )
