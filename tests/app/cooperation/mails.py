"""Reads what was mailed: invitations with another library than the one that wrote them."""

import vobject

OUTSIDER = "vera@verein.example"


def calendar_part(message):
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return part


def event_of(message):
    """Read the event with another library than the one that wrote it."""
    part = calendar_part(message)
    calendar = vobject.readOne(part.get_content())
    assert part["content-type"].params["method"] == calendar.method.value
    return calendar.method.value, calendar.vevent


def texts_of(message):
    parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join((*map(str, parts), *(str(value) for value in message.values())))


def messages(site):
    """Return what the user was told on the screen, as one text."""
    return " ".join(
        site.parse_json(entry)["message"] if isinstance(entry, str) else entry["message"]
        for entry in site.local.message_log
    )
