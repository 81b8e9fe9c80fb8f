"""Recounts of the lists of what is due, and of what the data protection officer reads."""

from collections import defaultdict
from datetime import timedelta

from tests.app.reports.raw import CASE_MANAGER, OFFICES, OVER, day, moment, recounts

ENDED = ("Closed", "Declined")
FOLLOW_UP = {"KIM Coordinator", "KIM Steering Member"}


def open_cases(raw, mine):
    rows = [row for row in raw.cases() if row.workflow_state not in ENDED]
    return [row for row in rows if not mine or row.case_manager in raw.colleagues()]


def open_applications(raw, mine):
    rows = [row for row in raw.applications() if row.workflow_state not in OVER]
    return [row for row in rows if not mine or not row.clerk or row.clerk == raw.user]


def titles(raw, persons, until):
    rows = [row for row in raw.rows("Person") if row.name in persons and row.residence_valid_until]
    return [(row, day(row.residence_valid_until)) for row in rows if day(row.residence_valid_until) <= until]


def own_measures(raw):
    rows = [row for row in raw.measures() if not row.checked_on]
    return [row for row in rows if raw.roles & FOLLOW_UP or row.responsible == raw.user]


def entry(what, doctype, name, due_on):
    return {"what": what, "document_type": doctype, "document": name, "due_on": due_on}


@recounts(
    "Deadlines", "what", "document", filters=({}, {"only_mine": 0}, {"until": "2027-06-30"}, {"document_type": "Case"})
)
def deadlines(raw, filters):
    until = day(filters["until"]) if filters.get("until") else raw.today + timedelta(days=60)
    found = [*of_counselling(raw, filters, until), *of_offices(raw, filters, until)]
    for row in own_measures(raw):
        if row.progress < 100:
            found.append(entry("Measure", "Measure", row.name, day(row.due_on)))
        if row.check_due_on:
            found.append(entry("Check of Effect", "Measure", row.name, day(row.check_due_on)))
    rows = [row for row in found if row["due_on"] and row["due_on"] <= until]
    kind = filters.get("document_type")
    return [{**row, "days": (row["due_on"] - raw.today).days} for row in rows if kind in (None, row["document_type"])]


def of_counselling(raw, filters, until):
    if CASE_MANAGER not in raw.roles:
        return
    cases = open_cases(raw, filters.get("only_mine", 1))
    names, persons = {row.name for row in cases}, {row.person for row in cases}
    for row in cases:
        yield entry("Review of Case", "Case", row.name, day(row.next_review_on))
    for row in raw.rows("Referral", workflow_state="Sent"):
        if row.case in names:
            yield entry("Answer to Referral", "Referral", row.name, day(row.due_on))
    for row in raw.applications():
        if row.person in persons and row.workflow_state not in (*OVER, "Suspended"):
            yield entry("Application", "Application", row.name, day(row.due_on))
    for person, ends in titles(raw, persons, until):
        yield entry("Residence Title", "Person", person.name, ends)


def of_offices(raw, filters, until):
    if not raw.roles & set(OFFICES):
        return
    rows = open_applications(raw, filters.get("only_mine", 1))
    for row in rows:
        if row.workflow_state != "Suspended":
            yield entry("Application", "Application", row.name, day(row.due_on))
    for person, ends in titles(raw, {row.person for row in rows}, until):
        yield entry("Residence Title", "Person", person.name, ends)


@recounts("Access Log", "day", "user")
def access_log(raw, filters):
    tracked = {row.name for row in raw.rows("DocType", module="KIM", track_views=1)}
    days = defaultdict(list)
    for row in raw.rows("View Log"):
        if row.reference_doctype in tracked and day(row.creation) >= raw.today - timedelta(days=7):
            days[day(row.creation), row.viewed_by].append(row)
    found = []
    for (on, user), rows in days.items():
        documents = {(row.reference_doctype, row.reference_name) for row in rows}
        evening = sum(not 6 <= moment(row.creation).hour < 19 for row in rows)
        counted = {"openings": len(rows), "documents": len(documents), "evening": evening}
        counted["persons"] = sum(doctype == "Person" for doctype, _name in documents)
        counted["as_deputy"] = sum(was_deputy(raw, row) for row in rows)
        found.append({"day": on, "user": user, **counted})
    return found


def was_deputy(raw, opening):
    """Say whether somebody opened a case, or a person with a case, as deputy of the case manager on that day."""
    field = {"Case": "name", "Person": "person"}[opening.reference_doctype]
    managers = {row.case_manager for row in raw.rows("Case") if row[field] == opening.reference_name}
    return any(
        row.absent_user in managers - {opening.viewed_by}
        and day(row.starts_on) <= day(opening.creation) <= day(row.ends_on)
        for row in raw.rows("Deputy Arrangement", deputy=opening.viewed_by)
    )


@recounts("Disclosures", "name", filters=({}, {"foreigners_office_only": 1}))
def disclosures(raw, filters):
    found = []
    authorities = {row.name for row in raw.rows("Actor Type") if row.foreigners_office}
    offices = {row.name for row in raw.rows("Actor") if row.actor_type in authorities}
    begin = raw.today.replace(year=raw.today.year - 1)
    for row in raw.rows("Disclosure"):
        wanted = row.recipient in offices or not filters.get("foreigners_office_only")
        if wanted and begin <= day(row.disclosed_on) <= raw.today:
            shown = {"recipient": row.recipient or row.recipient_text, "person": row.person}
            found.append({"name": row.name, "disclosed_on": day(row.disclosed_on), **shown})
    return found
