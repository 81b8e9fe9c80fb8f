"""What whoever changes a meeting is told about its invitations."""

from tests.app.cooperation.mails import OUTSIDER, messages


def test_who_has_no_address_is_named_with_news_alone(site, account, planned, step, change, mails):
    site.local.lang, site.local.message_log = "de", []
    meeting = step(planned(participants=[{"participant_name": "Ohne Adresse"}]), "Invite")
    site.local.message_log = []
    change(meeting, agenda=[{"topic": "Noch ein Thema"}])
    assert "Ohne Adresse" not in messages(site)
    change(meeting, location="Bürgerhaus")
    assert "Ohne Adresse" in messages(site)
    site.local.message_log = []
    people = [{"participant_name": "Ohne Adresse"}, {"participant_name": "Neu Dabei"}]
    change(meeting, participants=[{**people[0], "name": meeting.participants[0].name}, people[1]])
    assert "Neu Dabei" in messages(site) and "Ohne Adresse" not in messages(site)
    assert mails() == []


def test_whoever_changes_a_meeting_is_told_who_learns_of_it(site, account, planned, step, change, mails):
    site.local.lang, site.local.message_log = "de", []
    meeting = step(planned(), "Invite")
    site.local.message_log = []
    change(meeting, location="Bürgerhaus")
    assert "Die Änderung ging an: " in messages(site) and OUTSIDER in messages(site)
    assert len(mails()) == 4


def test_a_row_that_names_nobody_is_no_participant(site, account, team, planned, step, mails):
    site.local.lang, site.local.message_log = "de", []
    rows = [{}, {"participant_name": "Vera Verein", "email": OUTSIDER}, {"attended": 0}]
    meeting = step(planned(participants=rows), "Invite")
    assert [row.participant_name for row in meeting.participants] == ["Vera Verein"]
    assert "Ohne E-Mail-Adresse" not in messages(site)
    assert [to for to, _message in mails()] == [OUTSIDER]
