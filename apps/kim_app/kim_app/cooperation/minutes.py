"""What printed minutes show: no more of a case than the consents allow, and nobody where nobody is named."""

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.cooperation.calendars import subject_of
from kim_app.cooperation.meetings import APPROVED, CONFERENCE, WITHOUT_NAMES, missing_consents
from kim_app.settings import setting


def sheet_of(meeting: Document) -> dict[str, Any]:
    """Return what the minutes show to whoever prints them.

    Paper is passed on. Of a case conference it holds the topics of those cases alone whose consent covers all
    participants today as well (§ 67b SGB X, § 203 StGB); what cannot be told apart is left out with the first of
    them. Persons are never named: the number of the case stands for them.
    """
    withheld = _withheld(meeting)
    return {
        "municipality": setting("municipality") or "",
        "title": subject_of(meeting, frappe.local.lang),
        "type": _(meeting.meeting_type),
        "approved": meeting.workflow_state == APPROVED,
        "attended": _attended(meeting),
        "agenda": [_item(item, withheld) for item in meeting.agenda],
        "minutes": None if withheld else meeting.minutes,
        "decisions": [] if withheld else [_decision(row) for row in meeting.decisions],
        "withheld": bool(withheld),
        "without_names": meeting.meeting_type in WITHOUT_NAMES,
    }


def _withheld(meeting: Document) -> set[str]:
    """Return the cases of which nothing may be printed."""
    if meeting.meeting_type != CONFERENCE:
        return set()
    cases = {item.get("case") for item in meeting.agenda if item.get("case")}
    return {case for case in cases if missing_consents(meeting, {case})}


def _item(item: Any, withheld: set[str]) -> dict[str, Any]:
    if item.get("case") in withheld:
        return {"topic": _("A case whose consent does not cover this paper"), "case": None, "minutes": None}
    return {"topic": item.topic, "case": item.get("case"), "minutes": item.minutes}


def _attended(meeting: Document) -> list[str]:
    """Return who took part: by name and institution, or institutions alone where the meeting names nobody."""
    rows = [row for row in meeting.participants if row.attended]
    if meeting.meeting_type in WITHOUT_NAMES:
        counted = Counter(row.actor or _("Municipal Integration Management") for row in rows)
        return [f"{place} ({number})" if number > 1 else place for place, number in counted.items()]
    return [_person(row) for row in rows]


def _person(row: Any) -> str:
    name = row.participant_name or (frappe.utils.get_fullname(row.user) if row.user else "")
    return f"{name} ({row.actor})" if name and row.actor else name or row.actor or ""


def _decision(row: Any) -> dict[str, Any]:
    responsible = row.responsible or (frappe.utils.get_fullname(row.responsible_user) if row.responsible_user else "")
    return {"decision": row.decision, "responsible": responsible, "due_on": row.due_on, "measure": row.measure}
