"""Eighty applications to the two offices, in every state, entered by the clerks."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.model.document import Document

from kim_app.demo.chance import chance, data, workday
from kim_app.demo.people import Family, entered_by
from kim_app.demo.plans import CasePlan
from kim_app.demo.writing import (
    FOREIGNERS_OFFICE,
    NATURALISATION,
    acting_as,
    advance,
    correct,
    insert,
    move_history,
)

CLERKS = {"Foreigners Office": FOREIGNERS_OFFICE, "Naturalisation Office": NATURALISATION}
EXCHANGES = 40
"""So many of the applications are made by persons who are counselled and agreed to the exchange with the office."""
OLDEST = 430
LONG_STAY = 5 * 365


def add_applications(newcomers: list[Family], counselled: list[tuple[CasePlan, Document]], today: date) -> None:
    """Insert the applications of both offices, by date of receipt, the oldest first."""
    rng = chance("applications")
    people = _Applicants(rng, newcomers, _exchanging(counselled, today), today)
    for office, clerk in CLERKS.items():
        with acting_as(clerk):
            for state, day in _queue(rng, office, today):
                _add(rng, office, state, day, people.next(office, day), today)


def _exchanging(counselled: list[tuple[CasePlan, Document]], today: date) -> list[str]:
    """Let counselled persons agree to the exchange with the foreigners' office; return their names."""
    agreed: dict[str, None] = {}
    for plan, case in counselled:
        if plan.day_of("Intake") and case.person not in agreed and len(agreed) < EXCHANGES:
            day = workday(plan.day_of("Intake"))
            with acting_as(case.case_manager):
                purpose = "Exchange with Foreigners Office"
                insert("Consent", day, person=case.person, purpose=purpose, given_on=day)
            agreed[case.person] = None
    return list(agreed)


class _Applicants:
    """Who applies next: by turns somebody new at the office, and somebody who is counselled."""

    def __init__(self, rng: random.Random, newcomers: list[Family], counselled: list[str], today: date) -> None:
        self.rng, self.today = rng, today
        # Who may be naturalised was here long enough.
        self.newcomers = sorted(newcomers, key=lambda family: family.head["arrival_date"], reverse=True)
        self.counselled = list(counselled)

    def next(self, office: str, day: date) -> str:
        """Return the name of a person who applies on `day`; a new one is entered by the clerk."""
        if self.newcomers and (not self.counselled or self.rng.random() < 0.5):
            family = self.newcomers.pop(0 if office == "Foreigners Office" else -1)
            return insert("Person", day, **entered_by(family.head, day)).name
        return self.counselled.pop(0)


def _queue(rng: random.Random, office: str, today: date) -> Iterator[tuple[str, date]]:
    """Yield states with days of receipt, the oldest first: what was received last is least advanced."""
    states = [state for state, count in data("applications")["counts"][office].items() for _ in range(count)]
    for number, state in enumerate(reversed(states)):
        age = OLDEST - (OLDEST - 3) * number / len(states)
        yield state, workday(today - timedelta(days=round(age) + rng.randint(0, 3)))


def _add(rng: random.Random, office: str, state: str, received: date, person: str, today: date) -> None:
    """Insert one application and lead it to `state`."""
    way = data("applications")["ways"][state]
    days = _days(rng, received, way, today)
    application = insert("Application", received, passing=bool(way), **_first_entry(rng, office, person, received))
    for step, day in zip(way, days[1:], strict=True):
        advance(application, [(step, day)], passing=step != state, **_entries(rng, office, application, step, day))
    move_history(application, days)
    if "Decision" in way:
        correct(application, complete_on=days[way.index("Decision") + 1])


def _days(rng: random.Random, received: date, way: list[str], today: date) -> list[date]:
    """Spread the steps of the way over the time since the receipt, or a part of it."""
    span = (today - received).days * rng.uniform(0.55, 0.95)
    days = [received + timedelta(days=round(span * number / max(1, len(way)))) for number in range(len(way) + 1)]
    return [max(received, workday(day)) for day in days]


def _first_entry(rng: random.Random, office: str, person: str, received: date) -> dict[str, Any]:
    known = frappe.db.get_value("Person", person, ("residence_title", "arrival_date", "residence_valid_until"))
    title, arrival, until = known
    return {
        "person": person,
        "application_type": _type(rng, office, title or ""),
        "clerk": CLERKS[office],
        "received_on": received,
        "stay_since": arrival if arrival and arrival <= received else None,
        "title_at_receipt": title,
        "title_valid_until": until,
        "minor_child": int(rng.random() < 0.3),
    }


def _type(rng: random.Random, office: str, title: str) -> str:
    """Return a type of application that the holder of `title` makes."""
    table = data("applications")["types" if office == "Foreigners Office" else "naturalisation"]
    keys = sorted((key for key in table if title.startswith(key)), key=len)
    return rng.choice(table[keys[-1]] if keys else table.get("", ["ext"]))


def _entries(rng: random.Random, office: str, application: Document, state: str, day: date) -> dict[str, Any]:
    """Return what a clerk writes down when the application enters `state`."""
    _close_rows(application, day)
    _fill_checklist(rng, application, state, day)
    if state == "Documents Requested":
        return {"document_requests": [*application.document_requests, _request(rng, day)]}
    if state == "Authorities Consulted":
        return {"consultations": [_consultation(row, day) for row in data("applications")["consultations"][office]]}
    if state == "Suspended":
        reason, basis = data("applications")["suspensions"][office]
        rows = [{"suspended_on": day, "reason": reason, "legal_basis": basis}]
        return {"suspensions": rows, "suspended_from": application.workflow_state}
    return _end(office, application, state, day)


def _request(rng: random.Random, day: date) -> dict[str, Any]:
    return {
        "requested_on": day,
        "papers": "\n".join(rng.sample(data("applications")["papers"], 2)),
        "due_on": day + timedelta(days=28),
        "reminder_on": day + timedelta(days=21),
        "consequence": data("applications")["consequence"],
    }


def _consultation(row: list[str], day: date) -> dict[str, Any]:
    authority, basis = row
    return {"authority_text": authority, "legal_basis": basis, "asked_on": day, "due_on": day + timedelta(weeks=8)}


def _close_rows(application: Document, day: date) -> None:
    """Note the answers to what was asked in the state before."""
    for row in application.document_requests:
        row.answered_on = row.answered_on or day
    for row in application.consultations:
        row.answered_on, row.result = row.answered_on or day, row.result or "No Objection"


def _fill_checklist(rng: random.Random, application: Document, state: str, day: date) -> None:
    """Tick off what was proved so far; before a decision every requirement has its answer."""
    done = state in ("Decision", "Granted", "Refused", "Certificate Handed Over")
    for row in application.requirements:
        if not row.fulfilled and not row.shortfall and (done or rng.random() < 0.35):
            row.update({"fulfilled": 1, "evidence": "Nachweis in der Akte", "received_on": day})
    if state == "Refused":
        application.requirements[-1].update({"fulfilled": 0, "shortfall": "Not Fulfilled", "evidence": None})


def _end(office: str, application: Document, state: str, day: date) -> dict[str, Any]:
    """Return the entries that end proceedings, or nothing."""
    if state == "Certificate Handed Over":
        return {"certificate_on": day}
    note = data("applications")["notes"].get(state)
    if not note:
        return {}
    values: dict[str, Any] = {"decided_on": day, "decision_note": note}
    if office == "Naturalisation Office":
        values["completion_type"] = {"Granted": "Naturalised", "Refused": "Refused"}.get(state, "Withdrawn")
        values["previous_nationalities"] = frappe.db.get_value("Person", application.person, "nationality")
        stay = (application.received_on - application.stay_since).days if application.stay_since else LONG_STAY
        values["years_of_stay"] = stay // 365
    elif state == "Granted":
        values["granted_title"] = frappe.db.get_value("Application Type", application.application_type, "grants_title")
    return values
