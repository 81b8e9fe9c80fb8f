"""Barriers: reported from cases, gathered, and told about to those who reported them."""

from collections.abc import Iterable
from difflib import SequenceMatcher

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from kim_app.cooperation.anonymity import clients_of, known_persons, require_no_personal_data, words_of
from kim_app.permissions import readable

TEXTS = ("title", "description", "proposal", "letter_answer")
REJECTED = "Rejected"
CONFERENCE = "Case Conference"
OPEN_FOR_GATHERING = ("Reported", "Verified", "In Working Group")
ALIKE = 0.3
"""From this likeness of the titles on, a barrier is offered as similar."""
STEM = 5
"""Letters of a word that are compared: German words differ at their ends."""


def require_anonymous(barrier: Document) -> None:
    """Refuse names, file numbers and birth dates in the texts of a barrier. Raises `frappe.ValidationError`.

    What the author may not see is not compared: a coordinator must not find out by trying whom a barrier is about.
    """
    before = barrier.get_doc_before_save()
    cases = {row.case for row in barrier.occurrences if row.case}
    known_cases = {row.case for row in before.occurrences if row.case} if before else set()
    changed = [field for field in TEXTS if not before or before.get(field) != barrier.get(field)]
    if not changed and cases <= known_cases:
        return
    subjects = frappe.get_all("Case", filters={"name": ("in", readable("Case", cases) or [""])}, pluck="person")
    known = known_persons(subjects, clients_of(frappe.session.user), exempt=_actors(barrier))
    require_no_personal_data(
        [(_(barrier.meta.get_label(field), context=barrier.doctype), barrier.get(field)) for field in TEXTS], known
    )


def require_own_cases(barrier: Document) -> None:
    """Refuse a new occurrence with a case that the user may not see. Raises `frappe.PermissionError`."""
    before = barrier.get_doc_before_save()
    stored = {row.case for row in before.occurrences} if before else set()
    for row in barrier.occurrences:
        if row.case and row.case not in stored and not barrier.flags.moves_occurrences:
            frappe.has_permission("Case", "read", row.case, throw=True)


def complete_occurrences(barrier: Document) -> None:
    """Note who reported an occurrence and when, and count each case once."""
    for row in barrier.occurrences:
        row.reported_by = row.reported_by or frappe.session.user
        row.noticed_on = row.noticed_on or nowdate()
    barrier.occurrence_count = len({row.case for row in barrier.occurrences if row.case})


def keep_gathered(barrier: Document) -> None:
    """Keep where a barrier was gathered as long as it is rejected; one that is taken up again stands for itself."""
    before = barrier.get_doc_before_save()
    if barrier.workflow_state != REJECTED:
        barrier.merged_into = None
    elif not barrier.flags.is_gathered:
        barrier.merged_into = before.merged_into if before else None


def draft_from(case: Document) -> dict:
    """Return the values of a new barrier that was met in `case`: its areas and circles, and nothing of its content."""
    return {
        "doctype": "Barrier",
        "level": "Case",
        "life_areas": [{"life_area": row.life_area} for row in case.life_areas],
        "legal_circles": [{"legal_circle": row.legal_circle} for row in case.legal_circles],
        "occurrences": [{"case": case.name, "noticed_on": nowdate(), "reported_by": frappe.session.user}],
    }


def draft_of_meeting(meeting: Document) -> dict:
    """Return the values of a new barrier that `meeting` spoke of.

    A case conference is not named, since its case would be known by it; the case itself, if there is one that the user
    sees, brings areas and circles along. Other meetings work on structures: what they report is at least local.
    """
    if meeting.meeting_type != CONFERENCE:
        return {"doctype": "Barrier", "level": "Municipality", "reported_in": meeting.name}
    cases = readable("Case", {item.case for item in meeting.agenda if item.case})
    if len(cases) == 1:
        return draft_from(frappe.get_doc("Case", next(iter(cases))))
    return {"doctype": "Barrier", "level": "Case"}


def add_case(name: str, case: str) -> Document:
    """Add an occurrence with `case` to a barrier, or to the one that it was gathered in; return that barrier.

    A case that is there already is not added again. Raises `frappe.ValidationError` for a rejected barrier.
    """
    barrier = frappe.get_doc("Barrier", name)
    while barrier.merged_into:
        barrier = frappe.get_doc("Barrier", barrier.merged_into)
    if barrier.workflow_state == REJECTED:
        frappe.throw(_("{0} was rejected. Please report the barrier anew.").format(barrier.name))
    if case not in {row.case for row in barrier.occurrences}:
        barrier.append("occurrences", {"case": case})
        # Whoever reports may add a case of their own, and change nothing else.
        barrier.save(ignore_permissions=True)
    return barrier


def own_occurrences(barrier: Document) -> list[dict]:
    """Return the occurrences with cases that the present user may see."""
    # Hidden fields may have been taken out of the document already.
    rows = [row for row in barrier.get("occurrences") or [] if row.get("case")]
    own = readable("Case", {row.case for row in rows})
    return [{"name": row.name, "case": row.case, "noticed_on": row.noticed_on} for row in rows if row.case in own]


def similar(title: str, category: str | None, but: str | None = None, limit: int = 5) -> list[dict]:
    """Return the barriers that the user sees and that are like `title`, the most similar first.

    In the same category a few common words are enough; elsewhere most of the title must agree.
    """
    filters = {"workflow_state": ("!=", REJECTED), "name": ("!=", but or "")}
    fields = ["name", "title", "category", "workflow_state", "occurrence_count"]
    found = frappe.get_list("Barrier", filters=filters, fields=fields, limit_page_length=0)
    for row in found:
        row.likeness = _likeness(title, row.title) + (0.2 if category and row.category == category else 0)
    alike = [row for row in found if row.likeness >= ALIKE + 0.2]
    return sorted(alike, key=lambda row: (-row.likeness, row.name))[:limit]


def gather(sources: Iterable[str], into: str) -> Document:
    """Move occurrences, reporters and measures of `sources` to the barrier `into`; the others end as gathered in it.

    Raises `frappe.ValidationError` if one of them has gone too far to be gathered in another.
    """
    target = frappe.get_doc("Barrier", into)
    barriers = [frappe.get_doc("Barrier", name) for name in dict.fromkeys(sources) if name != into]
    _require_gatherable(target, barriers)
    for barrier in barriers:
        _move(barrier, target)
    target.flags.moves_occurrences = True
    # The coordinator moves occurrences without seeing them.
    target.save(ignore_permissions=True)
    for barrier in barriers:
        _close(barrier, target)
    return target


def _require_gatherable(target: Document, barriers: list[Document]) -> None:
    if target.workflow_state == REJECTED:
        frappe.throw(_("{0} was rejected. Please take it up again first.").format(target.name))
    far = [barrier.name for barrier in barriers if barrier.workflow_state not in OPEN_FOR_GATHERING]
    if far:
        frappe.throw(
            _("{0} cannot be gathered in another barrier any more. Please gather the others in it.").format(
                ", ".join(far)
            ),
            title=_("Gathering Barriers"),
        )


def _move(barrier: Document, target: Document) -> None:
    """Take over the occurrences with new cases, and a row for a reporter who named no case."""
    cases = {row.case for row in target.occurrences if row.case}
    reporters = {row.reported_by for row in (*target.occurrences, *barrier.occurrences)}
    for row in barrier.occurrences:
        if not row.case or row.case not in cases:
            moved = {"case": row.case, "noticed_on": row.noticed_on, "reported_by": row.reported_by}
            target.append("occurrences", moved)
            cases.add(row.case)
    if barrier.entered_by not in {*reporters, target.entered_by}:
        target.append("occurrences", {"noticed_on": getdate(barrier.creation), "reported_by": barrier.entered_by})
    for table, field in (("life_areas", "life_area"), ("legal_circles", "legal_circle"), ("affected_actors", "actor")):
        there = {row.get(field) for row in target.get(table)}
        for row in barrier.get(table):
            if row.get(field) not in there:
                target.append(table, {field: row.get(field)})


def _close(barrier: Document, target: Document) -> None:
    frappe.db.set_value("Measure", {"barrier": barrier.name}, "barrier", target.name)
    barrier.set("occurrences", [])
    barrier.merged_into = target.name
    barrier.flags.is_gathered = True
    barrier.workflow_state = REJECTED
    # The rows stand in the other barrier now, unseen by the coordinator here as there.
    barrier.save(ignore_permissions=True)
    barrier.add_comment("Info", _("gathered in {0}").format(target.name))
    target.add_comment("Info", _("gathered {0} here").format(barrier.name))


def _likeness(one: str, other: str) -> float:
    first, second = ({word[:STEM] for word in words_of(text) if len(word) > 3} for text in (one, other))
    common = len(first & second) / max(1, min(len(first), len(second)))
    return max(common * 0.9, SequenceMatcher(None, one.casefold(), other.casefold()).ratio() * 0.8)


def _actors(barrier: Document) -> list[str]:
    return [row.actor for row in barrier.affected_actors]
