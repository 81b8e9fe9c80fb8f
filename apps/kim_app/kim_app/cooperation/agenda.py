"""What a meeting should speak about: barriers in a state, referrals that failed, cases whose persons agreed."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import add_months, getdate, nowdate

from kim_app.cases.review import ENDED
from kim_app.consents import CASE_CONFERENCE, in_force
from kim_app.cooperation.meetings import APPROVED, CANCELLED, CONFERENCE
from kim_app.network.referrals import FAILED
from kim_app.network.texts import label_of, site_language
from kim_app.settings import setting

STATES_BY_TYPE = {"Steering Group": "Before Steering Group", "Working Group": "In Working Group"}
"""The state of barriers that is offered first; any other can be chosen."""

LENGTH = 140


def proposals(meeting: Document, state: str | None = None) -> dict[str, Any]:
    """Return what could come on the agenda, without what is there already.

    A case conference is offered cases and failed referrals of persons who agreed to it, as far as the user sees them;
    any other meeting barriers in a `state`, and failed referrals as a number.
    """
    if meeting.meeting_type == CONFERENCE:
        cases = _consenting_cases(meeting)
        on_agenda = {item.case for item in meeting.agenda}
        return {
            "cases": [row for row in cases if row["name"] not in on_agenda],
            "referrals": _failed_referrals({row["name"] for row in cases}),
        }
    state = state or STATES_BY_TYPE.get(meeting.meeting_type, "Verified")
    return {"state": state, "states": _states(), "barriers": _barriers(meeting, state), "failed": _failed_in_numbers()}


def fill(
    meeting: Document,
    barriers: Iterable[str] = (),
    cases: Iterable[str] = (),
    referrals: Iterable[str] = (),
    failed: bool = False,
) -> int:
    """Put the chosen on the agenda and return how many topics were added; what is there already stays once.

    Raises `frappe.ValidationError` for a meeting that is over, and where somebody did not agree to the conference.
    """
    if meeting.workflow_state in (APPROVED, CANCELLED):
        frappe.throw(_("The agenda of this meeting is closed."), title=_("Agenda"))
    if meeting.meeting_type == CONFERENCE:
        topics = _topics_of_conference(meeting, set(cases), set(referrals))
    else:
        topics = _topics_without_names(set(barriers), failed)
    there = {(item.barrier, item.case, item.topic) for item in meeting.agenda}
    barriers_there = {item.barrier for item in meeting.agenda if item.barrier}
    new = [
        topic
        for topic in topics
        if (topic.get("barrier"), topic.get("case"), topic["topic"]) not in there
        and topic.get("barrier") not in barriers_there
    ]
    for topic in new:
        meeting.append("agenda", topic)
    if new:
        meeting.save()
    return len(new)


def _topics_of_conference(meeting: Document, cases: set[str], referrals: set[str]) -> list[dict]:
    consenting = {row["name"] for row in _consenting_cases(meeting)}
    failed = [row for row in _failed_referrals(consenting) if row["name"] in referrals]
    if cases - consenting or len(failed) < len(referrals):
        frappe.throw(
            _("Only cases whose persons agreed come on this agenda. Please enter the consent first."),
            title=_("Consent Is Missing"),
        )
    goals = _("Goals and Next Steps", lang=site_language())
    topics = [{"topic": goals, "case": case} for case in sorted(cases)]
    return topics + [{"topic": row["topic"], "case": row["case"]} for row in failed]


def _topics_without_names(barriers: set[str], failed: bool) -> list[dict]:
    fields = ["name as barrier", "title as topic"]
    found = frappe.get_list("Barrier", {"name": ("in", barriers or [""])}, fields, order_by="name", limit_page_length=0)
    topics = [{"topic": row.topic, "barrier": row.barrier} for row in found]
    text = _failed_in_numbers() if failed else None
    return topics + ([{"topic": text}] if text else [])


def _states() -> list[dict]:
    workflow = frappe.db.get_value("Workflow", {"document_type": "Barrier", "is_active": 1})
    rows = frappe.get_cached_doc("Workflow", workflow).states if workflow else []
    return [{"value": state, "label": _(state)} for state in dict.fromkeys(row.state for row in rows)]


def _barriers(meeting: Document, state: str) -> list[dict]:
    there = [item.barrier for item in meeting.agenda if item.barrier]
    return frappe.get_list(
        "Barrier",
        filters={"workflow_state": state, "name": ("not in", there or [""])},
        fields=["name", "title", "occurrence_count"],
        order_by="occurrence_count desc, name",
        limit_page_length=0,
    )


def _consenting_cases(meeting: Document) -> list[dict]:
    """Return the open cases that the user sees and whose persons agreed to a conference on its day and today."""
    fields = ["name", "person", "person_name"]
    cases = frappe.get_list("Case", {"workflow_state": ("not in", ENDED)}, fields, order_by="name", limit_page_length=0)
    consent = frappe.qb.DocType("Consent")
    day = max(getdate(meeting.starts_on), getdate(nowdate()))
    query = frappe.qb.from_(consent).select(consent.person).where(consent.purpose == CASE_CONFERENCE)
    query = query.where(in_force(consent, day) & in_force(consent))
    agreed = set(query.where(consent.person.isin([*(row.person for row in cases), ""])).run(pluck=True))
    return [{"name": row.name, "label": f"{row.name} · {row.person_name}"} for row in cases if row.person in agreed]


def _failed_referrals(cases: set[str]) -> list[dict]:
    filters = {"case": ("in", cases or [""]), "workflow_state": ("in", FAILED)}
    fields = ["name", "case", "actor", "workflow_state"]
    rows = frappe.get_list("Referral", filters, fields, order_by="modified desc", limit_page_length=0)
    return [{"name": row.name, "case": row.case, "topic": _topic_of(row)} for row in rows]


def _topic_of(row: Any) -> str:
    lang = site_language()
    state = _(row.workflow_state, lang=lang)
    return _("Referral {0} to {1}: {2}", lang=lang).format(row.name, row.actor, state)[:LENGTH]


def _failed_in_numbers() -> str | None:
    """Return the failed referrals of twelve months by life area as a topic; numbers that tell of few are left out.

    There is no total, and the time cannot be chosen: what is left out follows from nothing that is said.
    """
    referral = frappe.qb.DocType("Referral")
    persons = Count(referral.person).distinct()
    query = frappe.qb.from_(referral).select(referral.life_area, Count("*"), persons).groupby(referral.life_area)
    query = query.where(referral.workflow_state.isin(FAILED) & (referral.sent_on >= add_months(nowdate(), -12)))
    smallest = max(1, setting("small_cell_internal"))
    found = ((number, area) for area, number, several in query.run() if several >= smallest)
    counted = sorted(found, reverse=True)
    if not counted:
        return None
    areas = ", ".join(f"{label_of('Life Area', area)} {number}" for number, area in counted)
    return _("Referrals that failed in 12 months: {0}", lang=site_language()).format(areas)[:LENGTH]
