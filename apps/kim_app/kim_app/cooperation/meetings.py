"""Meetings: who may be spoken about, and how decisions become measures."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate, strip_html

from kim_app.consents import CASE_CONFERENCE, valid_consent
from kim_app.cooperation.anonymity import (
    clients_of,
    known_persons,
    require_no_personal_data,
    tells_of_somebody,
)
from kim_app.network.disclosures import foreigners_offices
from kim_app.permissions import readable
from kim_app.roles import FOREIGNERS_OFFICE_CLERK

CONFERENCE = "Case Conference"
WITHOUT_NAMES = ("Case Reconstruction", "Planning Conference")
INVITED, CANCELLED, APPROVED = "Invited", "Cancelled", "Minutes Approved"
BEFORE_INVITATION = ("Planned", CANCELLED)
HELD = ("Held", APPROVED)
PARTICIPANT = ("participant_name", "actor", "user", "email")
"""Any of these says who takes part."""


def drop_empty_rows(meeting: Document) -> None:
    """Take out participants that name nobody: a row too many in the form is no guest."""
    named = [row for row in meeting.participants if any(row.get(field) for field in PARTICIPANT)]
    if len(named) < len(meeting.participants):
        meeting.set("participants", named)


def require_case_conference(meeting: Document) -> None:
    """Refuse a case on the agenda of any other meeting: those never speak of one person.

    Raises `frappe.ValidationError`.
    """
    if meeting.meeting_type != CONFERENCE and any(item.case for item in meeting.agenda):
        frappe.throw(
            _("Only a case conference may have a case on its agenda. Please take the case off the agenda."),
            title=_("No Case on This Agenda"),
        )


def require_anonymous(meeting: Document) -> None:
    """Refuse names in meetings that work on structures with cases as examples. Raises `frappe.ValidationError`.

    Names of participants and of actors may stand in the text; somebody who is no participant is not named.
    """
    if meeting.meeting_type not in WITHOUT_NAMES or not _texts_changed(meeting):
        return
    known = known_persons((), clients_of(frappe.session.user), exempt=_colleagues(meeting))
    require_no_personal_data(_texts(meeting), known)


def require_consents_after_invitation(meeting: Document) -> None:
    """Refuse a case or a participant that comes after the invitation without consent.

    Who took part is noted all the same once the meeting was held. Raises `frappe.ValidationError`.
    """
    before = meeting.get_doc_before_save()
    state = meeting.workflow_state
    if not before or not state or state in BEFORE_INVITATION or before.workflow_state != state:
        return
    cases = {item.case for item in meeting.agenda if item.case}
    if state in HELD or _invited(meeting) <= _invited(before):
        cases -= {item.case for item in before.agenda}
    problems = missing_consents(meeting, cases)
    if problems:
        frappe.throw(problems, title=_("Consent Is Missing"), as_list=True)


def require_place_without_names(meeting: Document) -> None:
    """Refuse a place that names a person of a case conference: it stands in mails. Raises `frappe.ValidationError`."""
    if meeting.meeting_type != CONFERENCE or not meeting.location:
        return
    cases = [item.case for item in meeting.agenda if item.case]
    persons = frappe.get_all("Case", filters={"name": ("in", readable("Case", cases) or [""])}, pluck="person")
    known = known_persons(persons, exempt=_colleagues(meeting))
    if tells_of_somebody(meeting.location, known, frozenset()):
        frappe.throw(
            _("“{0}” is sent to everybody who is invited and must name nobody. Please say the place otherwise.").format(
                _label(meeting, "location")
            ),
            title=_("No Personal Data Here"),
        )


def missing_consents(meeting: Document, cases: Iterable[str]) -> list[str]:
    """Say for each case whether its person agreed to this conference: sociodata pass only with consent.

    A consent that names actors covers those alone; the foreigners' office takes part only where it is named
    (§ 67b SGB X, § 203 StGB). The consent must last until the day of the meeting.
    """
    day = max(getdate(meeting.starts_on), getdate(nowdate()))
    actors = {row.actor for row in meeting.participants if row.actor}
    problems = [problem for case in sorted(cases) for problem in _problems(case, actors, day)]
    return problems + ([*_clerks_without_office(meeting), *_guests_of_nobody(meeting)] if cases else [])


def measure_from(meeting: Document, row: Document, **chosen: str | None) -> Document:
    """Make a measure of a decision and note it there; return the measure.

    `chosen` may hold barrier, responsible_type, responsible and due_on where the decision leaves them open. Raises
    `frappe.ValidationError` that names what is missing.
    """
    if row.measure:
        frappe.throw(_("This decision is a measure already: {0}.").format(row.measure))
    kind, responsible = _responsible(row, chosen)
    values = {
        "barrier": chosen.get("barrier") or row.barrier or _only_barrier(meeting),
        "responsible_type": kind,
        "responsible": responsible,
        "due_on": chosen.get("due_on") or row.due_on,
    }
    _require(values)
    title = strip_html(row.decision).strip().split("\n")[0]
    text = {"title": title[:140], "description": row.decision, "meeting": meeting.name}
    measure = frappe.get_doc({"doctype": "Measure", **text, **values}).insert()
    row.measure, row.barrier = measure.name, values["barrier"]
    if meeting.workflow_state != APPROVED:
        row.due_on = row.due_on or values["due_on"]
        row.responsible = row.responsible or _name_of(meeting, kind, responsible)
    meeting.save()
    return measure


def put_on_agenda(barrier: str, name: str) -> str:
    """Add a barrier to the agenda of a meeting, once; return the meeting's name.

    Raises `frappe.ValidationError` for a case conference: it works on single cases.
    """
    meeting = frappe.get_doc("Meeting", name)
    if meeting.meeting_type == CONFERENCE:
        frappe.throw(_("A case conference works on single cases. Please choose another meeting."))
    if barrier not in {item.barrier for item in meeting.agenda}:
        title = frappe.db.get_value("Barrier", barrier, "title")
        meeting.append("agenda", {"topic": title, "barrier": barrier})
        meeting.save()
    return meeting.name


def _texts(meeting: Document) -> list[tuple[str, str | None]]:
    texts = [(_label(meeting, "title"), meeting.title), (_label(meeting, "minutes"), meeting.minutes)]
    for item in meeting.agenda:
        texts += [(_label(item, "topic"), item.topic), (_label(item, "minutes"), item.minutes)]
    for row in meeting.decisions:
        texts += [(_label(row, "decision"), row.decision), (_label(row, "responsible"), row.responsible)]
    return texts


def _texts_changed(meeting: Document) -> bool:
    before = meeting.get_doc_before_save()
    return not before or _texts(before) != _texts(meeting) or before.workflow_state != meeting.workflow_state


def _label(doc: Document, fieldname: str) -> str:
    return _(doc.meta.get_label(fieldname), context=doc.doctype)


def _colleagues(meeting: Document) -> set[str]:
    """Return the names of participants, and those of the network's actors that the texts hold."""
    users = [row.user for row in meeting.participants if row.user]
    names = set(frappe.get_all("User", filters={"name": ("in", users or [""])}, pluck="full_name"))
    text = "\n".join(text for _label_, text in _texts(meeting) if text)
    actors = {name for name in frappe.get_all("Actor", pluck="name") if name in text}
    return names | actors | {row.participant_name for row in meeting.participants if row.participant_name}


def _invited(meeting: Document) -> set[tuple]:
    return {
        (row.actor, row.user) if row.actor or row.user else (row.participant_name, row.email, row.with_client)
        for row in meeting.participants
    }


def _guests_of_nobody(meeting: Document) -> list[str]:
    """Ask where somebody comes from who is neither a colleague nor the client's: a consent names actors."""
    return [
        _(
            "{0} comes from nowhere that a consent could name. Please enter the actor in that row, or tick “{1}” there."
        ).format(row.participant_name or row.email, _label(row, "with_client"))
        for row in meeting.participants
        if not (row.actor or row.user or row.with_client)
    ]


def _clerks_without_office(meeting: Document) -> list[str]:
    """Ask for the office of colleagues who work there: a consent names offices, not colleagues."""
    return [
        _("{0} works for the foreigners' office. Please enter the office under “Actor” in that row as well.").format(
            frappe.utils.get_fullname(row.user)
        )
        for row in meeting.participants
        if row.user and not row.actor and FOREIGNERS_OFFICE_CLERK in frappe.get_roles(row.user)
    ]


def _problems(case: str, actors: set[str], day: object) -> list[str]:
    person = frappe.db.get_value("Case", case, "person")
    consent = valid_consent(person, CASE_CONFERENCE, on=day)
    if not consent:
        return [
            _(
                "Case {0}: there is no valid consent to a case conference. Please enter the signed consent of the "
                "person under “Consent” with the purpose “Case Conference”."
            ).format(case)
        ]
    uncovered = sorted(actor for actor in actors if not _covers(person, actor, day))
    if not uncovered:
        return []
    return [
        _("Case {0}: the consent does not name {1}. Please enter it in the consent, or invite somebody else.").format(
            case, ", ".join(uncovered)
        )
    ]


def _covers(person: str, actor: str, day: object) -> bool:
    """Say whether a consent names the actor, or leaves the circle open and the actor is no foreigners' office."""
    if valid_consent(person, CASE_CONFERENCE, actor=actor, on=day):
        return True
    if actor in foreigners_offices():
        return False
    consents = frappe.get_all("Consent", filters={"person": person, "purpose": CASE_CONFERENCE}, pluck="name")
    named = frappe.get_all(
        "Actor Choice", filters={"parenttype": "Consent", "parent": ("in", consents)}, pluck="parent", distinct=True
    )
    return valid_consent(person, CASE_CONFERENCE, on=day) not in named


def _responsible(row: Document, chosen: dict) -> tuple[str, str | None]:
    """Return kind and name of who is responsible: as chosen, or as the decision names an actor or a colleague."""
    name = chosen.get("responsible") or (row.responsible or "").strip()
    if chosen.get("responsible_type"):
        return chosen["responsible_type"], name
    user = frappe.db.exists("User", name) or frappe.db.get_value("User", {"full_name": name})
    if name and user:
        return "User", user
    return "Actor", frappe.db.exists("Actor", name) if name else None


def _name_of(meeting: Document, kind: str, responsible: str | None) -> str | None:
    """Return how the decision names who is responsible: a colleague not at all where nobody is named."""
    if kind != "User":
        return responsible
    return None if meeting.meeting_type in WITHOUT_NAMES else frappe.utils.get_fullname(responsible)


def _only_barrier(meeting: Document) -> str | None:
    barriers = {item.barrier for item in meeting.agenda if item.barrier}
    return barriers.pop() if len(barriers) == 1 else None


def _require(values: dict) -> None:
    labels = {"barrier": _("Barrier"), "responsible": _("Responsible"), "due_on": _("Due On")}
    missing = [label for field, label in labels.items() if not values[field]]
    if missing:
        frappe.throw(
            _("A measure needs: {0}. Please enter it in the decision.").format(", ".join(missing)),
            title=_("Measure"),
        )
