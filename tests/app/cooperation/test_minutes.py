"""Minutes on paper: complete where that is allowed, and no more than consents allow."""

from datetime import date, timedelta

import pytest

SOON = f"{date.today() + timedelta(1)} 10:00:00"


@pytest.fixture
def printed(site, acting, team):
    def page(meeting, who):
        with acting(team.users[who]):
            return site.get_print("Meeting", meeting.name, "Minutes", no_letterhead=1)

    return page


@pytest.fixture
def group(make, acting, team):
    def hold(**values):
        people = [
            {"participant_name": "Petra Protokoll", "actor": team.actor, "attended": 1},
            {"participant_name": "Egon Entschuldigt", "attended": 0},
        ]
        content = {
            "agenda": [{"topic": "Wartezeiten", "minutes": "Acht Wochen < zehn & mehr"}],
            "decisions": [{"decision": "Zweiter Termintag", "responsible": team.actor, "due_on": "2026-09-01"}],
            "minutes": "<p>Es wurde lange gesprochen.</p>",
        }
        with acting(team.users["co"]):
            return make(
                "Meeting",
                **{
                    "title": "AG Termine", "meeting_type": "Working Group", "starts_on": SOON, "location": "Saal 2",
                    "participants": people, **content, **values,
                },
            )  # fmt: skip

    return hold


def test_minutes_show_what_was_said_and_decided(site, team, group, printed):
    site.local.lang = "de"
    page = printed(group(), "co")
    for text in (
        "AG Termine", "Arbeitsgruppe", f"{date.today() + timedelta(1):%d.%m.%Y}, 10:00", "Saal 2",
        f"Petra Protokoll ({team.actor})", "Wartezeiten", "Acht Wochen &lt; zehn &amp; mehr",
            "Es wurde lange gesprochen.",
        "Zweiter Termintag", "01.09.2026", "Unterschrift der Sitzungsleitung", "noch nicht freigegeben",
    ):  # fmt: skip
        assert text in page, text
    assert "Egon Entschuldigt" not in page


@pytest.mark.parametrize("kind", ["Case Reconstruction", "Planning Conference"])
def test_minutes_of_meetings_without_names_name_institutions_alone(team, group, printed, kind):
    people = [
        {"participant_name": "Petra Protokoll", "actor": team.actor, "attended": 1},
        {"participant_name": "Vera Verein", "actor": team.actor, "attended": 1},
        {"user": team.users["cm1"], "attended": 1},
    ]
    page = printed(group(meeting_type=kind, participants=people), "co")
    assert "Petra Protokoll" not in page and "Vera Verein" not in page and "Tester" not in page
    assert f"{team.actor} (2)" in page


@pytest.fixture
def conference(make, acting, person, team):
    """A case conference of cm1 about two cases; the consent of the first can be chosen."""

    def hold(**values):
        with acting(team.users["cm1"]):
            second = make("Case", person=person(first_name="Almaz", last_name="Zweite").name)
            make("Consent", person=second.person, purpose="Case Conference", given_on=str(date.today()))
            if values.get("given"):
                make("Consent", person=team.persons["cm1"], purpose="Case Conference", **values["given"])
            return make(
                "Meeting", title="Fallkonferenz Yerusalem Tekle", meeting_type="Case Conference", starts_on=SOON,
                agenda=[
                    {"topic": "Wohnung verloren", "case": team.cases["cm1"], "minutes": "Räumung im Mai"},
                    {"topic": "Ausbildung", "case": second.name, "minutes": "Vertrag liegt vor"},
                ],
                participants=[{"user": team.users["cm1"], "attended": 1}, {"actor": team.actor, "attended": 1}],
                decisions=[{"decision": "Notunterkunft suchen"}], minutes="<p>Alles besprochen.</p>",
            )  # fmt: skip

    return hold


def test_minutes_of_a_case_conference_name_no_person(team, conference, printed):
    page = printed(conference(given={"given_on": str(date.today())}), "cm1")
    for text in ("Wohnung verloren", "Räumung im Mai", "Ausbildung", "Notunterkunft suchen", team.cases["cm1"]):
        assert text in page
    for name in ("Yerusalem", "Tekle", "Almaz", "Zweite"):
        assert name not in page


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"given_on": str(date.today() - timedelta(9)), "withdrawn_on": str(date.today())},
        {"given_on": str(date.today() - timedelta(9)), "valid_until": str(date.today() - timedelta(1))},
    ],
    ids=["none", "withdrawn", "ended"],
)
def test_paper_holds_nothing_of_a_case_without_consent(team, conference, printed, given):
    page = printed(conference(given=given), "cm1")
    for text in ("Wohnung verloren", "Räumung", team.cases["cm1"], "Notunterkunft", "Alles besprochen"):
        assert text not in page
    assert "Vertrag liegt vor" in page
    assert "Minutes and decisions are left out here" in page or "Protokoll und Beschlüsse fehlen hier" in page


def test_a_consent_that_does_not_name_a_participant_covers_no_paper(make, acting, team, conference, printed):
    with acting(team.users["co"]):
        other = make("Actor", actor_name="Anderes Amt", actor_type="city").name
    page = printed(conference(given={"given_on": str(date.today()), "actors": [{"actor": other}]}), "cm1")
    assert "Räumung" not in page


def test_who_may_not_read_a_meeting_prints_no_minutes(site, group, conference, printed):
    working, about_cases = group(), conference(given={"given_on": str(date.today())})
    for meeting, who in ((working, "clerk"), (working, "steering"), (about_cases, "co"), (about_cases, "cm2")):
        with pytest.raises(site.PermissionError):
            printed(meeting, who)
