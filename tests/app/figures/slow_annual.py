"""The figures of the annual report once more: slowly, document by document, by other code than the app's."""

from collections import defaultdict
from statistics import median

import frappe
from frappe.utils import getdate

from tests.app.figures.slow import Slow, documents, several, title


def end_of(case):
    """Return the day on which a case was closed or the enquiry was declined."""
    if case.workflow_state == "Declined":
        return str([row.entered_on for row in case.state_history if row.state == "Declined"][-1])[:10]
    return case.closed_on


def cases_in_the_year(slow):
    for case in documents("Case"):
        if slow.within(case.opened_on):
            slow.add("New in the Year", case.name)
        if slow.within(end_of(case)):
            slow.add("Ended in the Year", case.name)
        if slow.until_end(case.opened_on) and not slow.until_end(end_of(case)):
            slow.add("Open at the End of the Year", case.name)


def how_cases_ended(slow):
    for case in documents("Case"):
        if slow.within(end_of(case)):
            declined = case.workflow_state == "Declined"
            slow.add("Declined" if declined else title("Closing Reason", case.closing_reason), case.name)


def days_in_each_phase(slow):
    for case in documents("Case"):
        days = defaultdict(float)
        for row in case.state_history:
            if slow.within(row.left_on) and row.state not in ("Closed", "Declined"):
                days[row.state] += row.days
        for state, number in days.items():
            slow.add(state, case.name, number)


def evaluated_goals(slow):
    for case in documents("Case"):
        for goal in case.goals:
            if slow.within(goal.evaluated_on):
                slow.add(goal.result, goal.name)


def minutes(slow):
    for note in documents("Contact Note"):
        if slow.within(note.contact_on):
            slow.add(title("Contact Channel", note.channel), note.name, note.minutes)


def interpreted(note):
    return "With Interpreter" if note.interpreter else "Without Interpreter"


def clients(slow):
    found = set()
    for case in documents("Case"):
        runs = slow.until_end(case.opened_on) and (not case.closed_on or getdate(case.closed_on).year >= slow.year)
        if runs and case.workflow_state != "Declined":
            found.add(case.person)
    return [frappe.get_doc("Person", name) for name in found]


def persons_reached(slow):
    names, homes = {person.name for person in clients(slow)}, {person.household for person in clients(slow)} - {None}
    for person in documents("Person"):
        if person.name in names:
            slow.add("Persons Counselled", person.name)
        elif person.household in homes:
            slow.add("Further Persons in Their Households", person.name)


def years(start, end):
    full = end.year - start.year
    return full if (end.month, end.day) >= (start.month, start.day) else full - 1


def span(number, bounds):
    for first, last in bounds:
        if first <= number <= last:
            return str(first) if first == last else f"{first}–{last}"
    return f"{bounds[-1][1] + 1}+"


def by_years(fieldname, bounds):
    def count(slow):
        for person in clients(slow):
            day = person.get(fieldname)
            slow.add(span(years(getdate(day), slow.end), bounds) if day else None, person.name)

    return count


def by_person(label):
    def count(slow):
        for person in clients(slow):
            slow.add(label(person), person.name)

    return count


def german(person):
    return next((row.level for row in person.languages if row.language == "de"), None)


def answers(slow):
    for referral in documents("Referral"):
        if slow.within(referral.responded_on) and referral.sent_on:
            kind = title("Actor Type", title("Actor", referral.actor, "actor_type"))
            slow.add(kind, referral.name, (getdate(referral.responded_on) - getdate(referral.sent_on)).days)


def stock(doctype, label):
    def count(slow):
        for doc in documents(doctype):
            if doc.active and slow.until_end(str(doc.creation)[:10]):
                for each in label(doc):
                    slow.add(each, doc.name)

    return count


def dated(doctype, day, label):
    return lambda slow: slow.of(doctype, day, label)


def processing(slow):
    for doc in documents("Application"):
        if slow.within(doc.decided_on):
            days = (getdate(doc.decided_on) - getdate(doc.received_on)).days - (doc.suspended_days or 0)
            slow.add(title("Application Type", doc.application_type), doc.name, max(days, 0))


def open_ages(slow):
    labels = ["Up to 3 Months", "3 to 6 Months", "6 to 12 Months", "More than 12 Months"]
    for doc in documents("Application"):
        if slow.until_end(doc.received_on) and not slow.until_end(doc.decided_on or doc.completed_on):
            days = (slow.end - getdate(doc.received_on)).days
            slow.add(labels[(days > 91) + (days > 182) + (days > 365)], doc.name)


def completeness(doc):
    if not doc.complete_on:
        return "Not Complete"
    return "Complete on Receipt" if getdate(doc.complete_on) <= getdate(doc.received_on) else "Completed Later"


def consolidations(slow):
    for doc in documents("Application"):
        granted = doc.granted_title and doc.workflow_state in ("Granted", "Certificate Handed Over")
        if slow.within(doc.decided_on) and granted:
            groups = [
                title("Residence Title", name, "title_group") or "Not Specified"
                for name in (doc.title_at_receipt, doc.granted_title)
            ]
            slow.add(" → ".join(groups), doc.name)


def naturalised(slow):
    for doc in documents("Application"):
        if slow.within(doc.certificate_on) and doc.workflow_state == "Certificate Handed Over":
            slow.add(title("Application Type", doc.application_type), doc.name)


def occurrences(slow):
    for barrier in documents("Barrier"):
        for row in barrier.occurrences:
            if row.case and slow.within(row.noticed_on):
                slow.add(title("Barrier Category", barrier.category), row.case)


def progress(measure):
    return "Done" if measure.progress >= 100 else "Under Way" if measure.progress else "Not Begun"


def held(slow):
    return [
        meeting
        for meeting in documents("Meeting")
        if meeting.workflow_state in ("Held", "Minutes Approved") and slow.within(meeting.starts_on)
    ]


def meetings(slow):
    for meeting in held(slow):
        slow.add(meeting.meeting_type, meeting.name)


def institutions(slow):
    for meeting in held(slow):
        for row in meeting.participants:
            if row.attended and row.actor:
                slow.add(title("Actor Type", title("Actor", row.actor, "actor_type")), row.actor)


def decisions(slow):
    for meeting in held(slow):
        for row in meeting.decisions:
            slow.add("Became a Measure" if row.measure else "Other Decision", row.name)


def actor_kind(doc):
    return [title("Actor Type", doc.actor_type)]


RECOUNTS = {
    "Cases in the Year": cases_in_the_year,
    "New Cases by Source": dated("Case", "opened_on", lambda doc: title("Case Source", doc.source)),
    "New Cases by Life Area": dated(
        "Case", "opened_on", lambda doc: several(doc, "life_areas", "life_area", "Life Area")
    ),
    "New Cases by Legal Circle": dated(
        "Case", "opened_on", lambda doc: several(doc, "legal_circles", "legal_circle", "Legal Circle")
    ),
    "Days in Each Phase": days_in_each_phase,
    "How Cases Ended": how_cases_ended,
    "Evaluated Goals": evaluated_goals,
    "Contacts by Channel": dated("Contact Note", "contact_on", lambda doc: title("Contact Channel", doc.channel)),
    "Minutes by Channel": minutes,
    "Contacts with Interpreter": dated("Contact Note", "contact_on", interpreted),
    "Persons Reached": persons_reached,
    "Persons by Gender": by_person(lambda person: person.gender),
    "Persons by Age": by_years("birth_date", [(0, 5), (6, 13), (14, 17), (18, 26), (27, 39), (40, 59)]),
    "Persons by Nationality": by_person(lambda person: frappe._(person.nationality)),
    "Persons by Residence Title": by_person(
        lambda person: title("Residence Title", person.residence_title, "title_group")
    ),
    "Persons by Years in Germany": by_years("arrival_date", [(0, 0), (1, 2), (3, 5), (6, 9)]),
    "Persons by German": by_person(german),
    "Referrals by Outcome": dated("Referral", "sent_on", lambda doc: title("Referral Outcome", doc.outcome)),
    "Referrals by Life Area": dated("Referral", "sent_on", lambda doc: title("Life Area", doc.life_area)),
    "Referrals by Type of Actor": dated(
        "Referral", "sent_on", lambda doc: title("Actor Type", title("Actor", doc.actor, "actor_type"))
    ),
    "Days until the Answer": answers,
    "Actors by Type": stock("Actor", actor_kind),
    "Actors by Engagement": stock("Actor", lambda doc: [doc.engagement]),
    "Actors by Language": stock("Actor", lambda doc: several(doc, "languages", "language", "Spoken Language")),
    "Offers by Life Area": stock("Offer", lambda doc: several(doc, "life_areas", "life_area", "Life Area")),
    "Applications Received": dated(
        "Application", "received_on", lambda doc: title("Application Type", doc.application_type)
    ),
    "Completeness of Received Applications": dated("Application", "received_on", completeness),
    "Decided Applications by State": dated("Application", "decided_on", lambda doc: doc.workflow_state),
    "Processing Days": processing,
    "Open Applications by Age": open_ages,
    "Residence Titles Before and After": consolidations,
    "Naturalisations": naturalised,
    "Reported Barriers": dated("Barrier", "creation", lambda doc: title("Barrier Category", doc.category)),
    "Barriers by Level": dated("Barrier", "creation", lambda doc: doc.level),
    "Barriers by State": dated("Barrier", "creation", lambda doc: doc.workflow_state),
    "Letters to the Ministry": dated("Barrier", "letter_sent_on", lambda doc: title("Barrier Category", doc.category)),
    "Cases with Barriers": occurrences,
    "Measures Due in the Year": dated("Measure", "due_on", progress),
    "Effect of Measures": dated("Measure", "checked_on", lambda doc: doc.effect),
    "Meetings Held": meetings,
    "Institutions Taking Part": institutions,
    "Decisions of Meetings": decisions,
}


def recount(heading, year, measure):
    """Return {label: number} of a figure in a year, and the number of the last line (None without documents)."""
    slow = Slow(year)
    RECOUNTS[heading](slow)
    calculate = {
        "Count": len,
        "Sum": lambda values: sum(values.values()),
        "Median Days": lambda values: round(median(values.values())) if values else None,
    }[measure]
    every = {name: value for group in slow.found.values() for name, value in group.items()}
    return {label: calculate(group) for label, group in slow.found.items()}, calculate(every)
