"""Recounts of what the offices are told about their applications."""

from collections import defaultdict
from datetime import date
from statistics import mean

from tests.app.reports.raw import OVER, day, middle, recounts

YEAR = date.today().year
WAITS = {"Documents Requested": "Papers", "Authorities Consulted": "Authority", "Suspended": "Suspension"}
TABLES = {
    "Papers": ("Document Request", "requested_on", "answered_on"),
    "Authority": ("Authority Consultation", "asked_on", "answered_on"),
    "Suspension": ("Application Suspension", "suspended_on", "resumed_on"),
}


@recounts(
    "Application Queue", "name",
    filters=({}, {"waits_for": "Authority"}, {"waits_for": "Papers", "weeks": 2}, {"complete": "Yes"}),
)  # fmt: skip
def application_queue(raw, filters):
    found = []
    for row in raw.applications():
        if row.workflow_state in OVER:
            continue
        waits_for = WAITS.get(row.workflow_state, "Own Office")
        since = waiting_since(raw, row, waits_for)
        weeks, complete = (raw.today - since).days // 7, "Yes" if row.completeness == 100 else "No"
        wanted = filters.get("waits_for") in (None, waits_for) and filters.get("complete") in (None, complete)
        if wanted and weeks >= filters.get("weeks", 0):
            shown = {"waits_for_text": waits_for, "waits_since": since, "weeks": weeks, "complete_text": complete}
            shown |= {"received_on": day(row.received_on), "due_on": day(row.due_on), "person_name": row.person_name}
            found.append({"name": row.name, **shown})
    return found


def waiting_since(raw, application, waits_for):
    if waits_for not in TABLES:
        return day(application.received_on)
    table, begin, end = TABLES[waits_for]
    rows = raw.rows(table, parenttype="Application", parent=application.name)
    return min((day(row[begin]) for row in rows if not row[end]), default=day(application.received_on))


@recounts(
    "Application Processing Times", "title",
    filters=({}, {"group_by": "clerk"}, {"group_by": "quarter"}, {"from_date": f"{YEAR}-03-01"}),
)  # fmt: skip
def processing_times(raw, filters):
    groups, begin = defaultdict(list), raw.today.replace(year=YEAR - 1)
    begin = day(filters.get("from_date", str(begin)))
    for row in raw.applications():
        if row.decided_on and begin <= day(row.decided_on) <= raw.today:
            kind = raw.one("Application Type", row.application_type)
            decided = day(row.decided_on)
            days = max((decided - day(row.received_on)).days - (row.suspended_days or 0), 0)
            title = {
                "application_type": kind.label,
                "clerk": raw.full_name(row.clerk) if row.clerk else "Not Specified",
                "quarter": f"{decided.year} Q{(decided.month + 2) // 3}",
            }[filters.get("group_by", "application_type")]
            for group in (title, "Total"):
                groups[group].append((days, not kind.target_days or days <= kind.target_days))
    return [
        {
            "title": title,
            "number": len(rows),
            "median": middle([days for days, _in_time in rows]),
            "average": mean(days for days, _in_time in rows),
            "longest": max(days for days, _in_time in rows),
            "in_time": round(100 * sum(in_time for _days, in_time in rows) / len(rows)),
        }
        for title, rows in groups.items()
    ]


def naturalisations(raw):
    types = {row.name: row for row in raw.rows("Application Type", office="Naturalisation Office")}
    return [(row, types[row.application_type]) for row in raw.applications() if row.application_type in types]


@recounts("Certificate Ceremony", "name")
def certificate_ceremony(raw, filters):
    found = []
    for row, _kind in naturalisations(raw):
        if row.workflow_state == "Granted":
            person = raw.one("Person", row.person)
            about = {"person_name": row.person_name, "birth_date": day(person.birth_date)}
            about |= {"nationality": person.nationality, "decided_on": day(row.decided_on)}
            found.append({"name": row.name, **about})
    return found


EVENTS = {"Application": "received_on", "Completion": "completed_on", "Naturalisation": "certificate_on"}


@recounts(
    "Naturalisation Statistics", "record_kind", "name",
    filters=({"year": YEAR}, {"year": YEAR - 1}, {"year": YEAR, "record_kind": "Completion"}),
)  # fmt: skip
def naturalisation_statistics(raw, filters):
    found = []
    for kind, field in EVENTS.items():
        for row, of_type in naturalisations(raw):
            on = day(row[field])
            if on and on.year == filters["year"] and filters.get("record_kind") in (None, kind):
                found.append({"record_kind": kind, "name": row.name, "event_on": on, **about_person(raw, row, on)})
                found[-1]["legal_basis"] = (
                    (row.legal_basis or of_type.legal_basis) if kind == "Naturalisation" else None
                )
    return found


def about_person(raw, row, on):
    person, since = raw.one("Person", row.person), day(row.stay_since)
    years = (
        on.year - since.year - ((on.month, on.day) < (since.month, since.day)) if since else row.years_of_stay or None
    )
    return {
        "birth_year": day(person.birth_date).year if person.birth_date else None,
        "gender": None if person.gender == "Unknown" else person.gender,
        "municipality": person.city,
        "years_of_stay": years,
    }
