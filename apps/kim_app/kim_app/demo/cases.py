"""The cases: persons with their families, consents, assessments, goals, notes, and the way through the phases."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from frappe.model.document import Document

from kim_app.demo import counselling, referrals
from kim_app.demo.chance import chance, data, weighted, workday
from kim_app.demo.people import Family, entered_by
from kim_app.demo.plans import CasePlan
from kim_app.demo.writing import CASE_MANAGERS, acting_as, advance, correct, insert, move_history

REVIEW_DAYS = {"Acute": 7, "High": 14, "Normal": 28, "Low": 84}
FOLLOW_UPS = 8
"""So many persons come back after their case was closed."""
CIRCLES = {
    "residence": "aufenthg",
    "livelihood": "sgb2",
    "work": "sgb3",
    "training": "sgb3",
    "health": "sgb5",
    "mental": "sgb5",
    "family": "sgb8",
    "childcare": "sgb8",
    "school": "schulg",
    "housing": "wogg",
    "debts": "sgb2",
}


def add_cases(families: list[Family], plans: list[CasePlan], today: date) -> list[tuple[CasePlan, Document]]:
    """Insert the persons of `families` and the cases of `plans`, the older ones first; return plans with their cases.

    Eight persons whose case was closed come back with a new one. Each case manager has every second family.
    """
    written: list[tuple[CasePlan, Document]] = []
    plans = sorted(plans, key=lambda plan: plan.steps[0][1])
    newcomers = iter(families)
    again = _returning(plans, today)
    for number, plan in enumerate(plans):
        former = _find(written, again.get(plan.seed))
        manager = former.case_manager if former else CASE_MANAGERS[number % 2]
        with acting_as(manager):
            person = former.person if former else _add_family(next(newcomers), plan.steps[0][1])
            written.append((plan, _add_case(plan, person, manager, today, former)))
    return written


def _returning(plans: list[CasePlan], today: date) -> dict[int, int]:
    """Return, by the seed of a later plan, the seed of the closed plan whose person comes back."""
    early = [plan for plan in plans if plan.state == "Closed"][:FOLLOW_UPS]
    late = [plan for plan in plans if not plan.is_closed and plan.steps[0][1] > today - timedelta(days=120)]
    return {plan.seed: former.seed for former, plan in zip(early, late, strict=False)}


def _find(written: Iterable[tuple[CasePlan, Document]], seed: int | None) -> Document | None:
    return next((case for plan, case in written if plan.seed == seed), None)


def _add_family(family: Family, day: date) -> str:
    """Insert a person with household and relatives, as entered on `day`; return the person's name."""
    household = None
    if family.members:
        name = f"Familie {family.head['last_name']}, {family.head['address_line']}"
        household = insert("Household", day, household_name=name, city="Musterstadt").name
    relatives = [
        (insert("Person", day, household=household, **entered_by(person, day)).name, relation)
        for person, relation in family.members
    ]
    relations = [{"relative": name, "relation": relation} for name, relation in relatives]
    head = entered_by(family.head, day)
    return insert("Person", day, household=household, family_relations=relations, **head).name


def _add_case(plan: CasePlan, person: str, manager: str, today: date, former: Document | None) -> Document:
    """Insert a case and lead it to its state, with all that is written on the way."""
    rng = chance(f"case-{plan.seed}")
    case = insert(
        "Case", plan.steps[0][1], passing=len(plan.steps) > 1, **_first_entry(rng, plan, person, manager, today, former)
    )
    for state, day in plan.steps[1:]:
        counselling.prepare(rng, plan, case, state, day)
        advance(case, [(state, day)], passing=state != plan.state, **_entries_for(rng, plan, state, day, today))
        counselling.work(rng, plan, case, state, day, today)
        if state == "Monitoring" or plan.state == state == "Linking":
            referrals.add_referrals(rng, plan, case, today)
    move_history(case, [day for _, day in plan.steps])
    _correct_dates(plan, case, _review(rng, plan, today))
    return case


def _first_entry(
    rng: random.Random, plan: CasePlan, person: str, manager: str, today: date, former: Document | None
) -> dict[str, Any]:
    words = data("words")
    return {
        "person": person,
        "case_manager": manager,
        "source": "kim_case" if former else weighted(rng, words["sources"]),
        "follow_up_of": former.name if former else None,
        "priority": plan.priority,
        "opened_on": plan.steps[0][1],
        "concern": " ".join(words["areas"][area]["concern"] for area in plan.areas[:2]),
        "life_areas": [{"life_area": area} for area in plan.areas],
        "legal_circles": [{"legal_circle": circle} for circle in _circles(plan)],
    }


def _circles(plan: CasePlan) -> list[str]:
    return list(dict.fromkeys(CIRCLES[area] for area in plan.areas if area in CIRCLES))


def _review(rng: random.Random, plan: CasePlan, today: date) -> date:
    """Return the next review; now and then it is overdue."""
    length = REVIEW_DAYS[plan.priority]
    return workday(today + timedelta(days=rng.randint(-max(2, length // 5), length)))


def _entries_for(rng: random.Random, plan: CasePlan, state: str, day: date, today: date) -> dict[str, Any]:
    """Return what is written into the case when it enters `state`."""
    words = data("words")
    if state == "Intake":
        return {"intake_decision": "Take", "information_sheet_given": 1}
    if state == "Declined":
        return {"intake_decision": "Decline", "intake_reason": rng.choice(words["decline_reasons"])}
    if state == "Linking":
        return {"goals": _goals(plan, day), "plan_agreed_on": day, "resources": _resources(plan)}
    if state == "Closed":
        return {
            "closing_reason": plan.reason,
            "closing_summary": rng.choice(words["closing_summaries"]),
            "remains_responsible": "Fachstelle im Netzwerk" if plan.reason == "handed_over" else None,
        } | _results(rng, plan, day)
    return {}


def _resources(plan: CasePlan) -> str:
    return " ".join(data("words")["areas"][area]["resource"] for area in plan.areas[:2])


def _goals(plan: CasePlan, day: date) -> list[dict]:
    words = data("words")["areas"]
    return [
        {
            "life_area": area,
            "goal": words[area]["goal"],
            "indicator": words[area]["indicator"],
            "responsible": "Klientin oder Klient mit Fallmanagement",
            "due_on": workday(day + timedelta(days=90 + 30 * number)),
        }
        for number, area in enumerate(plan.areas)
    ]


def _results(rng: random.Random, plan: CasePlan, day: date) -> dict[str, Any]:
    """Return the goals with their results, if there was a plan."""
    if not plan.day_of("Linking"):
        return {}
    choices = {"reached": ("Reached",), "partly": ("Reached", "Partly Reached", "Not Reached")}
    results = choices.get(plan.reason, ("Partly Reached", "Reached", "Not Reached"))
    rows = _goals(plan, plan.day_of("Linking"))
    for row in rows:
        row.update(result=rng.choice(results), evaluated_on=day)
    return {"goals": rows}


def _correct_dates(plan: CasePlan, case: Document, review: date) -> None:
    if plan.state == "Closed":
        correct(case, closed_on=plan.steps[-1][1])
    elif plan.state == "Declined":
        correct(case, declined_on=plan.steps[-1][1])
    else:
        correct(case, next_review_on=review)
