"""What exceeds local power goes to the ministry as a letter: what, how often, what it costs, and nobody in it."""

import pytest

from kim_app.api import barrier as api
from kim_app.cooperation import letter

TITLE = "Wartezeit auf einen ersten Termin"


@pytest.fixture
def federal(site, barrier, team, acting, make, person):
    """Return a function that reports a federal barrier met in `number` cases of cm1."""

    def report(number, **values):
        with acting(team.users["cm1"]):
            cases = [
                make("Case", person=person(first_name=f"Brief{each}", last_name=f"Wechsler{each}").name).name
                for each in range(number)
            ]
        rows = [{"case": case, "noticed_on": "2026-02-10"} for case in cases]
        return barrier("cm1", title=TITLE, level="Federal", occurrences=rows, **values)

    return report


def printed(site, name):
    site.local.lang = "de"
    return site.get_print("Barrier", name, "Letter to the Ministry")


def test_the_letter_says_what_how_often_and_what_is_proposed(site, federal, acting, team):
    settings = {"letter_federal": "Bundesministerium\n11055 Berlin", "small_cell_public": 5, "municipality": "Bonn"}
    site.db.set_single_value("KIM Settings", settings)
    name = federal(6, description="Termine gibt es erst nach Monaten.", proposal="Mehr Personal.").name
    with acting(team.users["co"]):
        page = printed(site, name)
    for text in (TITLE, "Bundesministerium", "Termine gibt es erst nach Monaten.", "Mehr Personal.", "Bonn"):
        assert text in page
    assert "Es trat seit 2026 in 6 Fällen auf." in page


def test_the_letter_names_no_case_and_no_person(site, federal, acting, team):
    doc = federal(6)
    with acting(team.users["co"]):
        page = printed(site, doc.name)
    assert "Wechsler" not in page and not [row.case for row in doc.occurrences if row.case in page]
    assert not [name for name in site.get_all("Person", pluck="full_name") if name in page]


def test_few_cases_are_no_number_in_the_letter(site, federal, acting, team):
    site.db.set_single_value("KIM Settings", "small_cell_public", 5)
    name = federal(4).name
    with acting(team.users["co"]):
        said = letter.letter_of(site.get_doc("Barrier", name))
    assert said["how_often"] == "It was met in fewer than 5 cases."
    assert said["delays"] == []


def test_phases_that_take_longer_are_what_it_costs(site, federal, acting, team):
    site.db.set_single_value("KIM Settings", "small_cell_public", 5)
    doc = federal(6)
    for row in site.get_doc("Barrier", doc.name).occurrences:
        stay = {"state": "Linking", "entered_on": "2020-01-01 08:00:00", "left_on": "2022-01-01 08:00:00", "days": 731}
        case = site.get_doc("Case", row.case)
        case.append("state_history", stay)
        case.state_history[-1].db_insert()
    with acting(team.users["co"]):
        (delay,) = [row for row in letter.letter_of(doc)["delays"] if row["phase"] == "Linking"]
    assert delay["with"] == 731 and delay["difference"] == 731 - delay["without"] > 0


@pytest.mark.parametrize("level", ["Case", "Municipality"])
def test_what_can_be_solved_here_goes_to_no_ministry(site, barrier, acting, team, level):
    doc = barrier("cm1", level=level)
    with acting(team.users["co"]), pytest.raises(site.ValidationError) as caught:
        letter.letter_of(site.get_doc("Barrier", doc.name))
    assert "Please choose Land or Federal" in str(caught.value)
    with acting(team.users["co"]), pytest.raises(site.ValidationError):
        site.get_doc("Barrier", doc.name).update({"letter_sent_on": "2026-11-01"}).save()
    assert not site.db.get_value("Barrier", doc.name, "letter_sent_on")


def test_the_coordinator_notes_when_it_was_sent_and_what_was_answered(site, federal, acting, team):
    name = federal(1).name
    with acting(team.users["co"]):
        doc = site.get_doc("Barrier", name)
        doc.update({"letter_sent_on": "2026-11-01", "letter_answer": "Wird geprüft."}).save()
    assert str(site.db.get_value("Barrier", name, "letter_sent_on")) == "2026-11-01"
    with acting(team.users["co"]), pytest.raises(site.ValidationError) as caught:
        site.get_doc("Barrier", name).update({"letter_answer": "Frau Wechsler soll sich melden."}).save()
    assert "Answer" in str(caught.value)


def test_an_office_writes_no_letter(site, federal, acting, team):
    name = federal(6).name
    with acting(team.users["clerk"]), pytest.raises(site.PermissionError):
        letter.letter_of(site.get_doc("Barrier", name))


def test_a_meeting_reports_a_barrier_that_names_it(site, make, acting, team):
    with acting(team.users["co"]):
        meeting = make("Meeting", title="M", meeting_type="Planning Conference", starts_on="2026-03-01 10:00:00")
        draft = api.draft_from_meeting(meeting.name)
        doc = site.get_doc({**draft, "title": TITLE, "category": "waiting", "description": "Es dauert."}).insert()
    assert (doc.reported_in, doc.level) == (meeting.name, "Municipality")


def test_a_case_conference_is_not_named_and_brings_its_one_case_along(site, make, acting, team):
    with acting(team.users["cm1"]):
        agenda = [{"topic": "Thema", "case": team.cases["cm1"]}]
        meeting = make(
            "Meeting", title="M", meeting_type="Case Conference", starts_on="2026-03-01 10:00:00", agenda=agenda
        )
        draft = api.draft_from_meeting(meeting.name)
    assert "reported_in" not in draft
    assert [row["case"] for row in draft["occurrences"]] == [team.cases["cm1"]]
    with acting(team.users["co"]), pytest.raises(site.PermissionError):
        api.draft_from_meeting(meeting.name)
