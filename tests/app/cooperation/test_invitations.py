"""Invitations: one event in every calendar through change and end, and nothing of the content on its way."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from kim_app.api import meeting as api
from kim_app.cooperation import invitations
from tests.app.cooperation.conftest import DAY, TEN
from tests.app.cooperation.mails import OUTSIDER, event_of, messages, texts_of

SECRETS = ("Yerusalem", "Tekle", "14.05.1991", "1991-05-14", "Wohngeld", "Haushaltsplan", "Sehr geheim")


def test_who_is_invited_gets_an_event(site, account, team, planned, step, mails):
    meeting = step(planned(), "Invite")
    sent = dict(mails())
    assert set(sent) == {team.users["cm1"], OUTSIDER}
    method, event = event_of(sent[OUTSIDER])
    assert (method, event.sequence.value, event.summary.value) == ("REQUEST", "0", "AG Wohnen")
    begin = datetime.combine(DAY, datetime.min.time()).replace(hour=10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event.dtstart.value == begin.astimezone(UTC)
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=90)
    assert event.location.value == "Rathaus, Saal 2"
    assert event.attendee.value == f"mailto:{OUTSIDER}"
    assert event.organizer.value == f"mailto:{team.users['co']}"
    assert len(event.contents["attendee"]) == 1
    assert [bool(row.invited_on) for row in meeting.participants] == [True, True]


def test_the_link_is_for_those_alone_who_may_open_the_meeting(site, account, team, planned, step, mails):
    people = [{"user": team.users["cm1"]}, {"user": team.users["clerk"]}, {"email": OUTSIDER}]
    meeting = step(planned(participants=people), "Invite")
    sent = dict(mails())
    assert f"/meeting/{meeting.name}" in texts_of(sent[team.users["cm1"]])
    assert event_of(sent[team.users["cm1"]])[1].url.value.endswith(f"/meeting/{meeting.name}")
    for address in (team.users["clerk"], OUTSIDER):
        assert meeting.name not in texts_of(sent[address])
        assert "url" not in event_of(sent[address])[1].contents


def test_the_mail_is_in_the_language_of_its_reader(site, account, team, planned, step, mails):
    site.db.set_value("User", team.users["cm1"], "language", "en")
    step(planned(), "Invite")
    sent = dict(mails())
    when = f"{DAY:%d.%m.%Y}, 10:00"
    assert sent[OUTSIDER]["subject"] == f"Einladung: AG Wohnen, {when}"
    assert sent[team.users["cm1"]]["subject"] == f"Invitation: AG Wohnen, {when}"


def test_nothing_of_the_content_leaves_with_a_mail(site, account, team, planned, step, change, mails):
    meeting = step(planned(), "Invite")
    change(meeting, location="Bürgerhaus", decisions=[{"decision": "Wohngeld erhöhen"}])
    step(meeting, "Cancel Meeting")
    sent = mails()
    assert len(sent) == 6
    for _to, message in sent:
        assert [secret for secret in SECRETS if secret in texts_of(message)] == []


def test_a_case_conference_is_told_without_case_and_person(site, account, team, named_conference, step, change, mails):
    meeting = step(named_conference(), "Invite", "cm1")
    change(meeting, "cm1", location="Beratungsraum 3")
    step(meeting, "Cancel Meeting", "cm1")
    sent = mails()
    assert len(sent) == 6
    for to, message in sent:
        text = texts_of(message)
        assert [secret for secret in (*SECRETS, team.cases["cm1"], team.persons["cm1"]) if secret in text] == []
        assert event_of(message)[1].summary.value == "Fallkonferenz"
        assert (meeting.name in text) == (to != OUTSIDER and "Abgesagt" not in message["subject"])


@pytest.mark.parametrize("place", ["Bei Familie Tekle", "Wohnung zu F-2026-00012", "bei Frau Unbekannt"])
def test_the_place_of_a_case_conference_names_nobody(site, team, named_conference, change, place):
    meeting = named_conference()
    with pytest.raises(site.ValidationError) as caught:
        change(meeting, "cm1", location=place)
    assert "must name nobody" in str(caught.value)
    assert not site.db.get_value("Meeting", meeting.name, "location")
    assert change(meeting, "cm1", location="Paul-Gerhardt-Haus").location == "Paul-Gerhardt-Haus"


def test_a_change_and_the_end_are_the_same_event(site, account, team, planned, step, change, mails):
    meeting = step(planned(), "Invite")
    _to, first = mails()[0]
    change(meeting, starts_on=f"{DAY} 14:00:00", ends_on=f"{DAY} 15:00:00")
    moved = mails()
    change(meeting, location="Bürgerhaus")
    placed = mails()
    step(meeting, "Cancel Meeting")
    ended = mails()
    assert [len(round) for round in (moved, placed, ended)] == [2, 2, 2]
    events = [event_of(message) for message in (first, moved[0][1], placed[0][1], ended[0][1])]
    assert [method for method, _event in events] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert len({event.uid.value for _method, event in events}) == 1
    assert [int(event.sequence.value) for _method, event in events] == [0, 1, 2, 3]
    assert len({event.organizer.value for _method, event in events}) == 1
    assert events[3][1].status.value == "CANCELLED"
    assert moved[0][1]["subject"].startswith("Geändert: ")
    assert ended[0][1]["subject"].startswith("Abgesagt: ")


def test_a_calendar_that_keeps_the_highest_version_shows_what_is_true(account, planned, step, change, mails):
    """A calendar as programs keep it: by UID, replaced by a higher SEQUENCE, gone with CANCEL."""
    calendar = {}

    def receive():
        for to, message in mails():
            if to != OUTSIDER:
                continue
            method, event = event_of(message)
            known = calendar.get(event.uid.value)
            if not known or int(event.sequence.value) > known[0]:
                calendar[event.uid.value] = (int(event.sequence.value), method, event)

    meeting = step(planned(), "Invite")
    receive()
    change(meeting, starts_on=f"{DAY} 09:00:00")
    receive()
    ((_number, method, event),) = calendar.values()
    assert (method, event.dtstart.value.astimezone(ZoneInfo("Europe/Berlin")).hour) == ("REQUEST", 9)
    step(meeting, "Cancel Meeting")
    receive()
    ((_number, method, _event),) = calendar.values()
    assert method == "CANCEL"
    step(meeting, "Plan Again")
    change(meeting, location="Anderswo")
    step(meeting, "Invite")
    receive()
    ((_number, method, event),) = calendar.values()
    assert (method, event.location.value) == ("REQUEST", "Anderswo")


def test_what_concerns_no_calendar_sends_nothing(account, planned, step, change, mails):
    meeting = step(planned(), "Invite")
    mails()
    change(meeting, minutes="<p>Anders</p>", agenda=[{"topic": "Neu"}])
    assert mails() == []
    step(meeting, "Mark as Held")
    change(
        meeting, location="Doch woanders", participants=[{"participant_name": "Nachträglich", "email": "n@x.example"}]
    )
    assert mails() == []


def test_who_is_taken_out_is_told_and_who_comes_later_is_invited(site, account, team, planned, step, change, mails):
    meeting = step(planned(), "Invite")
    uid = event_of(mails()[0][1])[1].uid.value
    rows = site.get_doc("Meeting", meeting.name).participants
    change(meeting, participants=[rows[0], {"email": "neu@verein.example"}])
    sent = {to: event_of(message) for to, message in mails()}
    assert {to: method for to, (method, _event) in sent.items()} == {
        OUTSIDER: "CANCEL",
        "neu@verein.example": "REQUEST",
    }
    assert {event.uid.value for _method, event in sent.values()} == {uid}
    assert int(sent[OUTSIDER][1].sequence.value) == 1


def test_another_address_of_a_participant_gets_the_event_and_the_old_one_loses_it(
    site, account, planned, step, change, mails
):
    meeting = step(planned(), "Invite")
    mails()
    rows = site.get_doc("Meeting", meeting.name).participants
    rows[1].email = "vera@neu.example"
    change(meeting, participants=rows)
    assert {to: event_of(message)[0] for to, message in mails()} == {OUTSIDER: "CANCEL", "vera@neu.example": "REQUEST"}


def test_who_was_invited_is_not_what_is_sent_along(site, account, planned, step, change, mails):
    forged = [{"email": OUTSIDER, "invited_on": TEN, "invited_address": "opfer@anderswo.example"}]
    meeting = step(planned(participants=forged), "Invite")
    assert [to for to, _message in mails()] == [OUTSIDER]
    change(meeting, participants=[{"email": OUTSIDER, "invited_address": "opfer@anderswo.example"}])
    assert mails() == []


def test_without_an_account_the_invitation_goes_on_and_says_how_to_send(site, acting, team, planned, step, mails, make):
    site.local.lang, site.local.message_log = "de", []
    meeting = step(planned(), "Invite")
    assert meeting.workflow_state == "Invited"
    assert "kein Konto für ausgehende E-Mails" in messages(site)
    assert "Einladungen senden" in messages(site)
    assert mails() == []
    assert not any(row.invited_on for row in site.get_doc("Meeting", meeting.name).participants)
    make(
        "Email Account", email_account_name="Später", email_id="kim@stadt.example", enable_outgoing=1,
        default_outgoing=1, smtp_server="127.0.0.1", smtp_port="9", no_smtp_authentication=1, awaiting_password=1,
    )  # fmt: skip
    with acting(team.users["co"]):
        assert set(api.send_invitations(meeting.name)) == {team.users["cm1"], OUTSIDER}
    assert [event_of(message)[0] for _to, message in mails()] == ["REQUEST", "REQUEST"]


def test_who_has_no_address_is_named(site, account, planned, step, mails):
    site.local.lang, site.local.message_log = "de", []
    step(planned(participants=[{"participant_name": "Ohne Adresse"}]), "Invite")
    assert mails() == []
    assert "Ohne Adresse" in messages(site)


def test_an_actor_is_invited_at_its_address(site, account, team, planned, step, mails):
    site.db.set_value("Actor", team.actor, "email", "amt@stadt.example")
    step(planned(participants=[{"actor": team.actor}]), "Invite")
    assert [to for to, _message in mails()] == ["amt@stadt.example"]


def test_a_meeting_that_is_not_invited_to_sends_nothing_again(site, account, acting, team, planned, mails):
    with acting(team.users["co"]), pytest.raises(site.ValidationError) as caught:
        api.send_invitations(planned().name)
    assert "Please choose the action “Invite”" in str(caught.value)
    assert mails() == []


@pytest.mark.parametrize("who", ["cm1", "steering", "clerk"])
def test_who_may_not_change_the_meeting_sends_nothing(site, account, acting, team, planned, step, mails, who):
    meeting = step(planned(), "Invite")
    mails()
    with acting(team.users[who]), pytest.raises(site.PermissionError):
        api.send_invitations(meeting.name)
    assert mails() == []


def test_the_file_for_download_is_the_same_event(site, account, acting, team, planned, step, mails):
    meeting = step(planned(), "Invite")
    invited = event_of(dict(mails())[OUTSIDER])[1]
    with acting(team.users["cm1"]):
        api.calendar_file(meeting.name)
    calendar = vobject.readOne(site.response.filecontent.decode())
    assert calendar.method.value == "PUBLISH"
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (invited.uid.value, invited.sequence.value)
    assert not {"attendee", "url", "description"} & set(calendar.vevent.contents)
    assert site.response.filename == f"{meeting.name}.ics"


def test_no_file_for_those_who_may_not_read(site, acting, team, planned, named_conference):
    meetings = {"clerk": planned().name, "co": named_conference().name, "cm2": named_conference().name}
    for who, name in meetings.items():
        for unknown in (name, "S-2026-9999"):
            with acting(team.users[who]), pytest.raises(site.PermissionError):
                api.calendar_file(unknown)


def test_a_meeting_without_an_end_lasts_as_long_as_the_settings_say(site, account, planned, step, mails):
    site.db.set_single_value("KIM Settings", "meeting_minutes", 45)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    step(planned(ends_on=None), "Invite")
    event = event_of(mails()[0][1])[1]
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=45)


def test_texts_with_special_characters_come_through(account, planned, step, mails):
    title = "AG „Wohnen“; Köln, Teil 2: \\ & <b>"
    step(planned(title=title), "Invite")
    message = mails()[0][1]
    assert event_of(message)[1].summary.value == invitations.subject_of(planned(title=title), "de")
    html = next(part for part in message.walk() if part.get_content_type() == "text/html").get_content()
    assert "<b>" not in html.split("AG")[1].split("</p>")[0]
