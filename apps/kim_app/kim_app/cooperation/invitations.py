"""Invitations by mail: who is invited, told of a change, or told that it does not take place.

Mail is open on its way and stays in mailboxes that nobody here controls. It says title, time and place; whoever may
open the meeting in KIM gets a link, everybody else nothing more.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, format_datetime, get_datetime, get_url_to_form, now_datetime

from kim_app.cases.notices import language_of
from kim_app.cooperation.calendars import CANCEL, FILE, REQUEST, Guest, file_of, organiser_of, subject_of
from kim_app.cooperation.meetings import BEFORE_INVITATION, CANCELLED, HELD, INVITED
from kim_app.network.texts import site_language
from kim_app.permissions import sees
from kim_app.settings import setting
from kim_app.setup.workflows.marks import _lt

TOLD = ("title", "location")
TOLD_TIMES = ("starts_on", "ends_on")
SUBJECTS = {
    "first": _lt("Invitation: {0}"),
    "change": _lt("Changed: {0}"),
    "end": _lt("Cancelled: {0}"),
}
OPENINGS = {
    "first": _lt("you are invited to this meeting:"),
    "change": _lt("something about this meeting has changed:"),
    "end": _lt("this meeting does not take place, or you are no longer invited to it:"),
}


def number(meeting: Document) -> None:
    """Keep the identity of the calendar event, and raise its version whenever those invited are told something new.

    Who was invited is what the server knows, whatever is sent along.
    """
    before = meeting.get_doc_before_save()
    meeting.calendar_uid = (before and before.calendar_uid) or f"{frappe.generate_hash(length=24)}@kim"
    meeting.calendar_sequence = (cint(before.calendar_sequence) + _is_news(before, meeting)) if before else 0
    told = {row.invited_address: row.invited_on for row in _told(before)}
    for row in meeting.participants:
        address = address_of(row)
        row.invited_on = told.get(address)
        row.invited_address = address if address in told else None


def tell_participants(meeting: Document) -> None:
    """Queue the mails that a change of the meeting calls for. That none can be sent stops no work: the user is told."""
    before = meeting.get_doc_before_save()
    if not before or frappe.flags.mute_emails or meeting.workflow_state in HELD:
        return
    if meeting.workflow_state == CANCELLED:
        _cancel(meeting, _told(meeting))
        return
    addresses = {address_of(row) for row in meeting.participants}
    _cancel(meeting, [row for row in _told(before) if row.invited_address not in addresses])
    if meeting.workflow_state == INVITED or _told(before):
        _invite(meeting, before)


def send_again(meeting: Document) -> list[str]:
    """Send all participants the present state of the invitation, and return their addresses.

    Raises `frappe.ValidationError` where nobody is invited yet or the meeting is over.
    """
    if meeting.workflow_state == CANCELLED:
        return _cancel(meeting, _told(meeting))
    if meeting.workflow_state in (*BEFORE_INVITATION, *HELD):
        frappe.throw(
            _("Invitations are sent when the meeting is in the state “Invited”. Please choose the action “Invite”."),
            title=_("Invitation"),
        )
    again = [row for row in meeting.participants if row.invited_address]
    new = [row for row in meeting.participants if not row.invited_address]
    return [*_send(meeting, REQUEST, "change", again), *_send(meeting, REQUEST, "first", new)]


def address_of(row: Any) -> str | None:
    """Return where a participant gets mail: colleagues at the address of their login, others as entered."""
    if row.user:
        return frappe.db.get_value("User", {"name": row.user, "enabled": 1}, "email")
    return (row.email or "").strip().lower() or None


def guest_of(meeting: Document, row: Any) -> Guest:
    """Return language, name and link for a participant; the link is for those alone who may open the meeting."""
    name = row.participant_name or (frappe.utils.get_fullname(row.user) if row.user else row.actor) or ""
    opens = row.user and sees("Meeting", meeting.name, row.user)
    link = get_url_to_form("Meeting", meeting.name) if opens else None
    return Guest(address_of(row), name, language_of(row.user) if row.user else site_language(), link)


def _told(meeting: Document | None) -> list[Any]:
    return [row for row in meeting.participants if row.invited_address] if meeting else []


def _is_news(before: Document, meeting: Document) -> bool:
    """Say whether those who know the event are told something new: other facts, its end, or that it is on again."""
    was_on, is_on = (doc.workflow_state not in BEFORE_INVITATION for doc in (before, meeting))
    if before.workflow_state in HELD:
        return False
    if not was_on:
        return is_on and cint(before.calendar_sequence) > 0
    addresses = {address_of(row) for row in meeting.participants}
    left = any(row.invited_address not in addresses for row in _told(before))
    return left or not is_on or _facts(before) != _facts(meeting)


def _facts(meeting: Document) -> list:
    times = [value and get_datetime(value) for value in (meeting.get(field) for field in TOLD_TIMES)]
    return [*(meeting.get(field) or "" for field in TOLD), *(time or None for time in times)]


def _invite(meeting: Document, before: Document) -> None:
    new = [row for row in meeting.participants if not row.invited_address]
    told = _send(meeting, REQUEST, "change", _told(meeting)) if _facts(before) != _facts(meeting) else []
    sent = _send(meeting, REQUEST, "first", new)
    nameless = [guest_of(meeting, row).name for row in _to_tell_in_person(meeting, before)]
    if told:
        frappe.msgprint(_("The change was sent to: {0}").format(", ".join(told)), alert=True)
    if sent:
        frappe.msgprint(_("Invitations were sent to: {0}").format(", ".join(sent)), alert=True)
    if nameless:
        frappe.msgprint(
            _("Without an e-mail address, and so not invited by KIM: {0}. Please tell them yourself.").format(
                escape_html(", ".join(filter(None, nameless)))
            ),
            title=_("Invitation"),
        )


def _to_tell_in_person(meeting: Document, before: Document) -> list[Any]:
    """Return the participants without an address who know nothing of this news yet."""
    rows = [row for row in meeting.participants if not address_of(row)]
    if before.workflow_state != INVITED or _facts(before) != _facts(meeting):
        return rows
    known = {row.name for row in before.participants}
    return [row for row in rows if row.name not in known]


def _cancel(meeting: Document, rows: list[Any]) -> list[str]:
    """Tell those who know of the event that it is over for them; they can be invited again."""
    sent = _send(meeting, CANCEL, "end", rows)
    for row in rows:
        if row.invited_address in sent and row.parent == meeting.name and row in meeting.participants:
            row.db_set({"invited_on": None, "invited_address": None}, update_modified=False)
    return sent


def _send(meeting: Document, method: str, kind: str, rows: Iterable[Any]) -> list[str]:
    """Queue one mail for each row that has an address, note it there, and return the addresses."""
    sent: list[str] = []
    for row in rows:
        guest = guest_of(meeting, row)
        address = row.invited_address if method == CANCEL else guest.address
        if not address or address in sent:
            continue
        guest = Guest(address, guest.name, guest.lang, None if method == CANCEL else guest.link)
        if not _queue(meeting, method, kind, guest):
            return sent
        sent.append(address)
        if method == REQUEST:
            row.db_set({"invited_on": now_datetime(), "invited_address": address}, update_modified=False)
    return sent


def _queue(meeting: Document, method: str, kind: str, guest: Guest) -> bool:
    """Queue a mail and say whether that was possible; without an outgoing account the user is told what to do."""
    when = format_datetime(meeting.starts_on, "dd.MM.yyyy, HH:mm")
    about = f"{subject_of(meeting, guest.lang)}, {when}"
    try:
        frappe.sendmail(
            recipients=[guest.address],
            subject=_(SUBJECTS[kind], guest.lang).format(about),
            message=_body(meeting, kind, guest, when),
            attachments=[_attachment(meeting, method, guest)],
            reply_to=organiser_of(meeting)[0],
            reference_doctype=meeting.doctype,
            reference_name=meeting.name,
            add_unsubscribe_link=0,
        )
    except frappe.OutgoingEmailError:
        frappe.clear_last_message()
        _tell_how_to_send()
        return False
    return True


def _attachment(meeting: Document, method: str, guest: Guest) -> dict[str, Any]:
    """Return the calendar file as mail programs recognise it (RFC 6047, 2.4)."""
    content = file_of(meeting, method, guest)
    return {"fname": FILE, "fcontent": content, "content_type": f"text/calendar; method={method}"}


def _tell_how_to_send() -> None:
    frappe.msgprint(
        _(
            "No mail could be sent, since no outgoing e-mail account is set up. Please ask an administrator to set one "
            "up under “Email Account” as the default outgoing account, and then choose “Send Invitations” here. Until "
            "then you can send the file from “Calendar File” yourself."
        ),
        title=_("No Mail Was Sent"),
        indicator="orange",
    )


def _body(meeting: Document, kind: str, guest: Guest, when: str) -> str:
    lang, inviting = guest.lang, organiser_of(meeting)
    lines = [
        _("Good day,", lang),
        _(OPENINGS[kind], lang),
        subject_of(meeting, lang),
        _("When: {0}", lang).format(when),
        meeting.location and _("Where: {0}", lang).format(meeting.location),
        kind != "end" and _("The attached file puts the meeting into your calendar.", lang),
        _("Questions go to: {0}", lang).format(", ".join(filter(None, reversed(inviting)))),
        setting("municipality"),
    ]
    text = "".join(f"<p>{escape_html(line)}</p>" for line in lines if line)
    if guest.link:
        text += f'<p><a href="{escape_html(guest.link)}">{escape_html(_("Open in KIM", lang))}</a></p>'
    return text
