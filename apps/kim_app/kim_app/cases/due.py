"""What is due in cases: reviews, goals and the next steps of contact notes. Told without content."""

from collections.abc import Iterable, Iterator
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, formatdate

from kim_app.cases.deputies import deputies_of
from kim_app.cases.notices import language_of
from kim_app.cases.review import open_cases
from kim_app.permissions import sees
from kim_app.reminders import Reminder
from kim_app.setup.workflows.marks import _lt

AGAIN_AFTER = 7
"""Days after which somebody is reminded once more."""


def reviews(day: date) -> Iterator[Reminder]:
    """Return reminders of the reviews that are due on `day` or overdue."""
    case = frappe.qb.DocType("Case")
    query = open_cases().select(case.name, case.case_manager, case.next_review_on)
    for name, user, due_on in query.where(case.next_review_on <= day).run():
        yield from _remind(day, user, ("Case", name), _lt("The review of case {0} is due since {1}."), name, due_on)


def goals(day: date) -> Iterator[Reminder]:
    """Return reminders of the goals without a result that are due on `day` or overdue."""
    case, goal = frappe.qb.DocType("Case"), frappe.qb.DocType("Case Goal")
    query = open_cases().join(goal).on((goal.parent == case.name) & (goal.parenttype == "Case"))
    query = query.select(case.name, case.case_manager, goal.due_on).distinct()
    unanswered = goal.result.isnull() | (goal.result == "")
    for name, user, due_on in query.where((goal.due_on <= day) & unanswered).run():
        yield from _remind(day, user, ("Case", name), _lt("A goal of case {0} is due since {1}."), name, due_on)


def next_steps(day: date) -> Iterator[Reminder]:
    """Return reminders of the next steps that fall on `day`, to those who wrote them down.

    After a hand-over they come to the new case manager. Nobody is sent to a note that is closed to that colleague.
    """
    case, note = frappe.qb.DocType("Case"), frappe.qb.DocType("Contact Note")
    query = open_cases().join(note).on(note.case == case.name).where(note.next_step_on == day)
    text = _lt("A next step in {0} is due on {1}.")
    for name, author, manager in query.select(note.name, note.owner, case.case_manager).run():
        user = author if sees("Contact Note", name, author) else manager
        for reminder in _remind(day, user, ("Contact Note", name), text, name, day):
            if sees("Contact Note", name, reminder.user):
                yield reminder


def _remind(day: date, user: str, document: tuple[str, str], text: str, name: str, due_on: date) -> Iterable[Reminder]:
    """Remind the colleague, and the deputy who stands in today, unless that was done a few days ago."""
    for colleague in (user, *deputies_of(user, day)):
        subject = _(text, lang=language_of(colleague)).format(name, formatdate(due_on))
        if not _told(colleague, document, subject, day):
            yield Reminder(colleague, *document, subject)


def _told(user: str, document: tuple[str, str], subject: str, day: date) -> bool:
    same = {"for_user": user, "document_type": document[0], "document_name": document[1], "subject": subject}
    return bool(frappe.db.exists("Notification Log", {**same, "creation": (">", add_days(day, 1 - AGAIN_AFTER))}))
