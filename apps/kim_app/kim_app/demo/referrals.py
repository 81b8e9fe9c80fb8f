"""Referrals to the actors that fit, in every state, with the consent that covers them."""

import random
from datetime import date, timedelta

import frappe
from frappe.model.document import Document

from kim_app.demo.chance import data, workday
from kim_app.demo.plans import CasePlan
from kim_app.demo.writing import advance, at, correct, insert, move_history

REASONS = {
    "language": "course",
    "work": "placement",
    "training": "placement",
    "mental": "therapy",
    "residence": "legal",
    "housing": "housing",
    "livelihood": "claim",
    "childcare": "claim",
    "participation": "escort",
    "digital": "escort",
    "health": "counselling",
    "school": "information",
}
WAYS = {
    "Completed": ("Sent", "Accepted", "In Progress", "Completed"),
    "Declined": ("Sent", "Declined"),
    "Not Attended": ("Sent", "Accepted", "Not Attended"),
    "Cancelled": ("Sent", "Cancelled"),
    "In Progress": ("Sent", "Accepted", "In Progress"),
    "Accepted": ("Sent", "Accepted"),
    "Sent": ("Sent",),
    "Draft": (),
}
AFTER = {"Completed": 12, "Declined": 4, "Not Attended": 2, "Cancelled": 1}
"""How referrals of a case in which everything is done have ended."""
NOW = {"In Progress": 4, "Accepted": 3, "Sent": 4, "Completed": 4, "Draft": 2, "Declined": 1}
OUTCOMES = {
    "Completed": ("helped", "helped", "helped", "partly"),
    "Declined": ("not_responsible", "full", "formal"),
    "Not Attended": ("absent",),
    "Cancelled": ("silent",),
}
UNDER_WAY = ("Sent", "Draft")
NEVER = ("abh", "ebh", "police", "bamf", "land")
"""Kinds of actors that counselling passes nothing on to."""


def add_referrals(rng: random.Random, plan: CasePlan, case: Document, today: date) -> None:
    """Refer the case for one or two of its life areas."""
    for area in plan.areas[: rng.choice((1, 1, 2))]:
        actor = _actor(rng, area)
        if actor:
            _add(rng, plan, case, area, actor, today)


def _actor(rng: random.Random, area: str) -> str | None:
    """Return an actor of the directory that works in the life area."""
    names = [actor["name"] for actor in data("actors") if area in actor["areas"] and actor["type"] not in NEVER]
    return rng.choice(names) if names else None


def _add(rng: random.Random, plan: CasePlan, case: Document, area: str, actor: str, today: date) -> None:
    state = rng.choices(*zip(*(AFTER if plan.is_closed else NOW).items(), strict=True))[0]
    begin = _begin(rng, plan, state, today)
    consent = {"person": case.person, "purpose": "Referral", "given_on": begin, "actors": [{"actor": actor}]}
    insert("Consent", begin, **consent)
    referral = insert(
        "Referral",
        begin,
        passing=bool(WAYS[state]),
        case=case.name,
        actor=actor,
        offer=_offer(actor),
        life_area=area,
        reason=REASONS.get(area, "counselling"),
        urgency=plan.priority,
        warm_handover=int(rng.random() < 0.35),
        request=rng.choice(data("words")["requests"]),
    )
    days = _days(rng, begin, len(WAYS[state]), today)
    lead(rng, referral, WAYS[state], days)
    plan.referrals.append(referral.name)


def _begin(rng: random.Random, plan: CasePlan, state: str, today: date) -> date:
    """Return the day of the referral; what waits for an answer is rather new."""
    start = plan.day_of("Linking")
    if state in UNDER_WAY:
        return workday(max(start, today - timedelta(days=rng.randint(2, 24))))
    return workday(min(today, start + timedelta(days=rng.randint(1, 10))))


def _offer(actor: str) -> str | None:
    return frappe.db.get_value("Offer", {"actor": actor}, "name", order_by="name")


def _days(rng: random.Random, begin: date, steps: int, today: date) -> list[date]:
    """Return the days on which a referral was made, sent, answered, begun and ended."""
    days = [begin]
    for number in range(steps):
        days.append(
            workday(min(today, days[-1] + timedelta(days=rng.randint(0, 1) if not number else rng.randint(3, 20))))
        )
    return [max(begin, day) for day in days]


def lead(rng: random.Random, referral: Document, way: tuple[str, ...], days: list[date]) -> None:
    """Take a referral along its way, with the entries that each state asks for."""
    for state, day in zip(way, days[1:], strict=True):
        advance(referral, [(state, day)], passing=state != way[-1], **_entries(rng, referral, state, day))
    move_history(referral, days)
    if way:
        answered = days[2] if len(way) > 1 and way[1] != "Cancelled" else None
        correct(referral, sent_on=days[1], due_on=days[1] + timedelta(days=14), responded_on=answered)


def _entries(rng: random.Random, referral: Document, state: str, day: date) -> dict:
    if state == "Sent":
        handover = {"handover_on": at(day), "handover_contact": "Ansprechperson"} if referral.warm_handover else {}
        return {"sent_on": day, **handover}
    if state not in OUTCOMES:
        return {"responded_on": day}
    reason = rng.choice(data("words")["refusals"]) if state == "Declined" else None
    return {"outcome": rng.choice(OUTCOMES[state]), "decline_reason": reason, "responded_on": day}
