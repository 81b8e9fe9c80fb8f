"""The gates of a meeting: who is invited to what, who may be spoken about, and what was said is written down."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

from kim_app.cooperation import meetings
from kim_app.gates import Gate, beyond, into


def participants(doc: Document) -> str | None:
    """An invitation goes to somebody."""
    if doc.participants:
        return None
    return _("Nobody is invited yet. Please enter the participants in the tab “Meeting”.")


def time(doc: Document) -> str | None:
    """An invitation says when."""
    return None if doc.starts_on else _("The time is missing. Please enter it under “Starts On”.")


def conference_consents(doc: Document) -> str | None:
    """Nobody is spoken about in a case conference without consent (§ 67b SGB X, § 203 StGB)."""
    if doc.meeting_type != meetings.CONFERENCE:
        return None
    cases = {item.case for item in doc.agenda if item.case}
    if not cases:
        return _("There is no case on the agenda. Please enter the case in the tab “Agenda”.")
    return "<br>".join(frappe.utils.escape_html(text) for text in meetings.missing_consents(doc, cases)) or None


def minutes(doc: Document) -> str | None:
    """Minutes that are approved are there: for the meeting, or for each topic."""
    if strip_html(doc.minutes or "").strip():
        return None
    topics = [item for item in doc.agenda if not (item.minutes or "").strip()]
    if doc.agenda and not topics:
        return None
    return _("The minutes are missing. Please write them in the tab “Decisions”, or for each topic of the agenda.")


GATES = (
    Gate(into("Invited"), participants),
    Gate(into("Invited"), time),
    Gate(beyond(*meetings.BEFORE_INVITATION), conference_consents),
    Gate(into("Minutes Approved"), minutes),
)
