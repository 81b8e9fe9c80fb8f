"""Barriers, meetings and measures: what becomes of what the cases show."""

from datetime import date, time, timedelta
from typing import Any

import frappe
from frappe.model.document import Document

from kim_app.demo.chance import chance, data, workday
from kim_app.demo.plans import CasePlan
from kim_app.demo.writing import (
    CASE_MANAGERS,
    COORDINATION,
    STEERING,
    acting_as,
    advance,
    at,
    insert,
    move_history,
    today,
)

WAY = ("Reported", "Verified", "In Working Group", "Before Steering Group", "Measure Agreed", "Resolved")
MEETING_WAY = ("Planned", "Invited", "Held", "Minutes Approved")
DAYS_BETWEEN = 40
CONFERENCES = ((-190, "Minutes Approved"), (-120, "Minutes Approved"), (-64, "Held"), (-33, "Held"), (-12, "Held"),
               (9, "Invited"))  # fmt: skip
OFFSET_OF_RESPONSE = 30


def add_barriers(cases: list[tuple[CasePlan, Document]], day: date) -> dict[str, Document]:
    """Insert the barriers, reported from cases that they hindered; return them by title."""
    rng = chance("barriers")
    found = {}
    for row in data("barriers"):
        touched = _cases_of(rng, row, cases)
        manager = touched[0][1].case_manager
        mine = [pair for pair in touched if pair[1].case_manager == manager]
        others = [pair for pair in touched if pair[1].case_manager != manager]
        reported = _first_day(row, day)
        with acting_as(manager):
            barrier = insert("Barrier", reported, **_report(row), occurrences=_occurrences(mine))
        if others:
            with acting_as(others[0][1].case_manager):
                _join(barrier, others, reported)
        found[row["title"]] = barrier
    return found


def _cases_of(rng: Any, row: dict, cases: list[tuple[CasePlan, Document]]) -> list[tuple[CasePlan, Document]]:
    """Return the cases that a barrier hindered: those that waited, or those with the life area."""
    if row.get("slow"):
        return [pair for pair in cases if pair[0].slow][: row["occurrences"]]
    fitting = [pair for pair in cases if set(row["areas"]) & set(pair[0].areas) and pair[0].day_of("Linking")]
    return rng.sample(fitting, min(row["occurrences"], len(fitting)))


def _occurrences(pairs: list[tuple[CasePlan, Document]]) -> list[dict]:
    return [
        {"case": case.name, "noticed_on": plan.day_of("Linking") or plan.steps[0][1], "reported_by": case.case_manager}
        for plan, case in pairs
    ]


def _report(row: dict) -> dict[str, Any]:
    return {
        "title": row["title"],
        "category": row["category"],
        "level": row["level"],
        "generative_theme": row["theme"],
        "life_areas": [{"life_area": area} for area in row["areas"]],
        "legal_circles": [{"legal_circle": circle} for circle in row["circles"]],
        "affected_actors": [{"actor": actor} for actor in row["actors"]],
        "description": row["description"],
        "proposal": row["proposal"],
    }


def _way_of(row: dict) -> tuple[str, ...]:
    if row["state"] == "Rejected":
        return ("Reported", "Rejected")
    return WAY[: WAY.index(row["state"]) + 1]


def _first_day(row: dict, day: date) -> date:
    """Return the day of the report, so that the barrier stands where it is for some weeks."""
    return workday(day - timedelta(days=DAYS_BETWEEN * len(_way_of(row)) + 15))


def _join(barrier: Document, pairs: list[tuple[CasePlan, Document]], day: date) -> None:
    """Add the occurrences of a colleague, who may not change another's report: the rows alone are written."""
    for row in _occurrences(pairs):
        child = frappe.get_doc(
            {"doctype": "Barrier Occurrence", "parenttype": "Barrier", "parentfield": "occurrences", **row}
        )
        child.update({"parent": barrier.name, "idx": len(barrier.occurrences) + 1})
        barrier.append("occurrences", child).db_insert()
    count = len(barrier.occurrences)
    frappe.db.set_value("Barrier", barrier.name, "occurrence_count", count, update_modified=False)


def add_meetings(barriers: dict[str, Document], day: date) -> dict[str, list[str]]:
    """Insert a year of meetings; return the names of meetings by the titles of measures that they decided."""
    deciding: dict[str, list[str]] = {}
    with acting_as(COORDINATION):
        for row in data("meetings"):
            meeting = _add_meeting(row, barriers, day)
            for decision in row["decisions"]:
                deciding.setdefault(decision[3] or "", []).append(meeting.name)
    return deciding


def _add_meeting(row: dict, barriers: dict[str, Document], day: date) -> Document:
    begin = workday(day + timedelta(days=row["day"]))
    entered = begin - timedelta(days=35)
    start = at(begin, time(10))
    agenda = [
        {"topic": f"{topic} ({minutes} Min.)", "barrier": barriers[barrier].name if barrier else None}
        for topic, barrier, minutes in row["agenda"]
    ]
    values = {
        "title": row["title"],
        "meeting_type": row["type"],
        "starts_on": start,
        "ends_on": start + timedelta(hours=row["hours"]),
        "location": "Rathaus Musterstadt, Saal 2",
        "participants": _participants(row, attended=row["state"] in MEETING_WAY[2:]),
        "agenda": agenda,
    }
    meeting = insert("Meeting", entered, passing=row["state"] != "Planned", **values)
    return _lead(meeting, row["state"], begin, **_minutes(row, begin))


def _participants(row: dict, *, attended: bool) -> list[dict]:
    rng = chance(f"meeting-{row['title']}")
    actors = rng.sample([actor["name"] for actor in data("actors")], 5)
    rows = [{"actor": actor, "attended": int(attended and rng.random() < 0.8)} for actor in actors]
    users = [COORDINATION, *([STEERING] if row["type"] == "Steering Group" else CASE_MANAGERS[:1])]
    return rows + [{"user": user, "attended": int(attended)} for user in users]


def _minutes(row: dict, begin: date) -> dict[str, Any]:
    decisions = [
        {"decision": decision, "responsible": responsible, "due_on": begin + timedelta(days=days)}
        for decision, responsible, days, _ in row["decisions"]
    ]
    return {"decisions": decisions, "minutes": f"<p>{row['minutes']}</p>" if row["minutes"] else None}


def _lead(meeting: Document, state: str, begin: date, **minutes: Any) -> Document:
    """Take a meeting to its state; the minutes are written when it was held."""
    way = ("Planned", "Invited", "Cancelled") if state == "Cancelled" else MEETING_WAY[: MEETING_WAY.index(state) + 1]
    days = {"Invited": -20, "Cancelled": -3, "Held": 0, "Minutes Approved": 9}
    for step in way[1:]:
        day = min(today(), begin + timedelta(days=days[step]))
        advance(meeting, [(step, day)], passing=step != state, **(minutes if step == "Held" else {}))
    return meeting


def add_conferences(cases: list[tuple[CasePlan, Document]], day: date) -> None:
    """Insert case conferences, with the consent of the person that each is about."""
    fitting = [pair for pair in cases if pair[0].day_of("Linking") and not pair[0].is_closed]
    for (offset, state), (plan, case) in zip(CONFERENCES, fitting, strict=False):
        begin = workday(day + timedelta(days=offset))
        with acting_as(case.case_manager):
            given = min(plan.day_of("Linking"), day)
            insert("Consent", given, person=case.person, purpose="Case Conference", given_on=given,
                   actors=[{"actor": "Migrationsberatung Musterverband"}])  # fmt: skip
            meeting = insert("Meeting", begin - timedelta(days=30), passing=True, **_conference(case, begin))
            _lead(meeting, state, begin, **_minutes(CONFERENCE_MINUTES, begin))


CONFERENCE_MINUTES = {
    "minutes": "Ziele, Rollen und nächste Schritte sind vereinbart.",
    "decisions": [["Gemeinsamer Termin beim Jobcenter.", "Fallmanagement", OFFSET_OF_RESPONSE, None]],
}


def _conference(case: Document, begin: date) -> dict[str, Any]:
    return {
        "title": f"Fallkonferenz {case.name}",
        "meeting_type": "Case Conference",
        "starts_on": at(begin, time(13)),
        "ends_on": at(begin, time(14, 30)),
        "location": "Beratungsraum 3",
        "agenda": [{"topic": "Ziele und Zuständigkeiten", "case": case.name}],
        "participants": [
            {"user": case.case_manager, "attended": 1},
            {"actor": "Migrationsberatung Musterverband", "attended": 1},
        ],
    }


def add_measures(barriers: dict[str, Document], deciding: dict[str, list[str]], day: date) -> None:
    """Insert the measures, and lead the barriers to their states."""
    with acting_as(COORDINATION):
        for row in data("barriers"):
            barrier = frappe.get_doc("Barrier", barriers[row["title"]].name)
            for measure in row["measures"]:
                _add_measure(barrier, measure, deciding.get(measure["title"], [None])[-1], day)
            _advance_barrier(barrier, row, day)


def _advance_barrier(barrier: Document, row: dict, day: date) -> None:
    way = _way_of(row)
    days = [workday(_first_day(row, day) + timedelta(days=DAYS_BETWEEN * number)) for number in range(len(way))]
    advance(barrier, list(zip(way[1:], days[1:], strict=True)))
    move_history(barrier, days)


def _add_measure(barrier: Document, row: dict, meeting: str | None, day: date) -> None:
    due = workday(day + timedelta(days=row["due"]))
    values = {
        "barrier": barrier.name,
        "title": row["title"],
        "responsible_type": "Actor",
        "responsible": row["actor"],
        "meeting": meeting,
        "due_on": due,
        "progress": row["progress"],
        "check_due_on": due + timedelta(days=90),
    }
    if row["progress"] >= 100:
        values["done_on"] = due
    if row.get("checked"):
        checked = workday(day + timedelta(days=row["checked"]))
        values |= {"checked_on": checked, "effect": row["effect"], "effect_note": row["note"], "check_due_on": checked}
    insert("Measure", workday(day - timedelta(days=max(60, -row["due"] + 60))), **values)
