"""Meetings as calendar events (RFC 5545): invitation, changes and end are one event in every calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, get_system_timezone

from kim_app.cooperation.meetings import CONFERENCE
from kim_app.settings import setting

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//KIM//Municipal Integration Management//EN"
FILE = "invite.ics"
UNIVERSAL = ZoneInfo("UTC")


@dataclass(frozen=True)
class Guest:
    """Whom an event is for: where it is sent, in which language, and a link for those who may open the meeting."""

    address: str
    name: str
    lang: str
    link: str | None = None


def subject_of(meeting: Document, lang: str) -> str:
    """Return what may be said of a meeting outside of KIM: the title, of a case conference its type alone.

    The title of a case conference may name somebody, and mail and calendars are open on their way (§ 203 StGB).
    """
    return _(meeting.meeting_type, lang) if meeting.meeting_type == CONFERENCE else meeting.title


def organiser_of(meeting: Document) -> tuple[str, str]:
    """Return mail address and name of who invites: always whoever planned the meeting, as calendars expect."""
    row = frappe.db.get_value("User", meeting.owner, ["email", "full_name"], as_dict=True) or {}
    return row.get("email") or meeting.owner, row.get("full_name") or ""


def file_of(meeting: Document, method: str, guest: Guest) -> bytes:
    """Return the calendar file of a meeting for one reader: title, time and place, and nothing of its content.

    `method` is REQUEST or CANCEL in a mail, PUBLISH for a file that somebody downloads.
    """
    calendar = Calendar()
    for key, value in (("PRODID", PRODUCT), ("VERSION", "2.0"), ("METHOD", method)):
        calendar.add(key, value)
    calendar.add_component(_event(meeting, method, guest))
    return calendar.to_ical()


def _event(meeting: Document, method: str, guest: Guest) -> Event:
    event = Event()
    event.add("UID", meeting.calendar_uid)
    event.add("SEQUENCE", cint(meeting.calendar_sequence))
    event.add("DTSTAMP", datetime.now(UNIVERSAL).replace(microsecond=0))
    start, end = times_of(meeting)
    event.add("DTSTART", start)
    event.add("DTEND", end)
    event.add("SUMMARY", subject_of(meeting, guest.lang))
    event.add("STATUS", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if meeting.location:
        event.add("LOCATION", meeting.location)
    if guest.link:
        event.add("URL", guest.link)
    _add_people(event, meeting, method, guest)
    return event


def _add_people(event: Event, meeting: Document, method: str, guest: Guest) -> None:
    """Name who invites and the reader; nobody learns from a file who else is invited."""
    event.add("ORGANIZER", _address(*organiser_of(meeting)))
    if method == PUBLISH:
        return
    attendee = _address(guest.address, guest.name)
    for key, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "TRUE")):
        attendee.params[key] = vText(value)
    event.add("ATTENDEE", attendee)


def _address(address: str, name: str) -> vCalAddress:
    value = vCalAddress(f"mailto:{address}")
    if name:
        # A quotation mark cannot stand in a parameter (RFC 5545, 3.2).
        value.params["CN"] = vText(name.replace('"', "'"))
    return value


def times_of(meeting: Document) -> tuple[datetime, datetime]:
    """Return start and end in universal time; a meeting without an end lasts as long as KIM Settings say."""
    start = _universal(meeting.starts_on)
    length = timedelta(minutes=cint(setting("meeting_minutes")))
    return start, _universal(meeting.ends_on) if meeting.ends_on else start + length


def _universal(value: Any) -> datetime:
    return get_datetime(value).replace(tzinfo=ZoneInfo(get_system_timezone()), microsecond=0).astimezone(UNIVERSAL)
