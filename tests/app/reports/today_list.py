"""Recount of the list of today."""

from datetime import timedelta

from tests.app.reports.cooperation import is_late
from tests.app.reports.due import entry, open_applications, open_cases, own_measures, titles
from tests.app.reports.raw import CASE_MANAGER, OFFICES, day, moment, recounts

MEETINGS = {
    "KIM Coordinator": lambda kind: kind != "Case Conference",
    "KIM Steering Member": lambda kind: kind == "Steering Group",
    **dict.fromkeys(OFFICES, lambda kind: kind == "Planning Conference"),
}


@recounts("Today", "what", "document", "about", filters=({}, {"only_mine": 0}))
def today(raw, filters):
    sources = (counselling, offices, network, cooperation, meetings, others)
    found = [
        row for source in sources for row in source(raw, filters.get("only_mine", 1), raw.today + timedelta(days=7))
    ]
    return [{**row, "days": (row["due_on"] - raw.today).days} for row in found]


def about(row, text):
    return {**row, "about": text}


def counselling(raw, mine, soon):
    if CASE_MANAGER not in raw.roles:
        return
    cases = {row.name: row for row in open_cases(raw, mine)}
    for case in cases.values():
        if case.next_review_on and day(case.next_review_on) <= soon:
            yield about(entry("Review due", "Case", case.name, day(case.next_review_on)), case.person_name)
    for row in raw.rows("Referral", workflow_state="Sent"):
        if row.case in cases and row.due_on and day(row.due_on) <= raw.today:
            text = f"{row.person_name} – {row.actor}"
            yield about(entry("No answer to referral", "Referral", row.name, day(row.due_on)), text)
    for row in raw.rows("Case Goal", parenttype="Case"):
        if row.parent in cases and row.due_on and day(row.due_on) <= soon and not row.result:
            text = f"{cases[row.parent].person_name} – {row.goal}"
            yield about(entry("Goal due", "Case", row.parent, day(row.due_on)), text)
    yield from next_steps(raw, cases, soon)
    yield from ending(raw, {case.person for case in cases.values()})


def next_steps(raw, cases, soon):
    """A step is done once there is a later contact, on its day or after."""
    notes = [n for n in raw.rows("Contact Note") if n.case in cases and (not n.confidential or n.owner == raw.user)]
    for row in notes:
        contacts = [moment(other.contact_on) for other in notes if other.case == row.case]
        is_last = moment(row.contact_on) == max(contacts)
        if not row.next_step or not row.next_step_on or day(row.next_step_on) > soon:
            continue
        if is_last or max(contacts).date() < day(row.next_step_on):
            text = f"{row.person_name} – {row.next_step}"
            yield about(entry("Next step", "Contact Note", row.name, day(row.next_step_on)), text)


def ending(raw, persons):
    ahead = max(row.days_before for row in raw.rows("Reminder Day", parent="KIM Settings"))
    for person, ends in titles(raw, persons, raw.today + timedelta(days=ahead)):
        yield about(entry("Residence title ends", "Person", person.name, ends), person.full_name)


def offices(raw, mine, _soon):
    if not raw.roles & set(OFFICES):
        return
    rows = {row.name: row for row in open_applications(raw, mine)}
    until = raw.today + timedelta(days=raw.setting("application_warning_days"))
    for row in rows.values():
        if row.due_on and day(row.due_on) <= until and row.workflow_state != "Suspended":
            yield about(entry("Application due", "Application", row.name, day(row.due_on)), row.person_name)
    for row in raw.rows("Document Request", parenttype="Application", answered_on=None):
        if row.parent in rows and row.due_on and day(row.due_on) <= raw.today:
            text = f"{rows[row.parent].person_name} – {row.papers}"
            yield about(entry("Papers not brought", "Application", row.parent, day(row.due_on)), text)
    for row in raw.rows("Authority Consultation", parenttype="Application", answered_on=None):
        weeks = timedelta(weeks=raw.setting("consultation_weeks"))
        late_on = day(row.due_on) or day(row.asked_on) + weeks
        if row.parent in rows and late_on <= raw.today:
            text = f"{rows[row.parent].person_name} – {row.authority or row.authority_text or ''}"
            yield about(entry("No answer of authority", "Application", row.parent, late_on), text)
    yield from ending(raw, {row.person for row in rows.values()})


def network(raw, _mine, _soon):
    if "KIM Coordinator" not in raw.roles:
        return
    months = raw.setting("actor_verification_months")
    for row in raw.rows("Actor", active=1):
        if not row.verified_on:
            yield about(entry("Actor never confirmed", "Actor", row.name, day(row.creation)), row.name)
        elif is_late(raw, row):
            confirmed = day(row.verified_on)
            later = confirmed.month - 1 + months
            due_on = confirmed.replace(year=confirmed.year + later // 12, month=later % 12 + 1)
            yield about(entry("Actor to be confirmed", "Actor", row.name, due_on), row.name)


def cooperation(raw, _mine, soon):
    for row in own_measures(raw):
        if row.progress < 100 and day(row.due_on) <= soon:
            yield about(entry("Measure due", "Measure", row.name, day(row.due_on)), row.title)
        if row.check_due_on and day(row.check_due_on) <= soon:
            yield about(entry("Effect to be checked", "Measure", row.name, day(row.check_due_on)), row.title)


def meetings(raw, _mine, soon):
    for row in raw.rows("Meeting"):
        near = raw.today <= day(row.starts_on) <= soon and row.workflow_state in ("Planned", "Invited")
        if near and sees_meeting(raw, row):
            yield about(entry("Meeting", "Meeting", row.name, day(row.starts_on)), row.title)


def sees_meeting(raw, meeting):
    if CASE_MANAGER in raw.roles:
        own = {case.name for case in raw.cases()}
        on_agenda = {row.case for row in raw.rows("Agenda Item", parent=meeting.name) if row.case}
        if meeting.meeting_type != "Case Conference" or on_agenda & own:
            return True
        return not on_agenda and meeting.owner == raw.user
    return any(MEETINGS[role](meeting.meeting_type) for role in raw.roles & set(MEETINGS))


def others(raw, _mine, soon):
    for row in raw.rows("ToDo", allocated_to=raw.user, status="Open"):
        if not row.date or day(row.date) <= soon:
            due_on = day(row.date) or day(row.creation)
            yield about(entry("Task", "ToDo", row.name, due_on), (row.description or "")[:100])
    if "KIM Data Protection Officer" in raw.roles:
        for row in raw.rows("Data Subject Request"):
            if row.status in ("Open", "In Progress"):
                due_on = day(row.due_on or row.received_on)
                text = row.request_type
                yield about(entry("Request of a data subject", "Data Subject Request", row.name, due_on), text)
