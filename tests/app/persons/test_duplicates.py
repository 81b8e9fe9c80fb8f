"""Whoever enters a person is told that somebody may be known and whom to ask, and nothing else."""

import json

import pytest

from frappe.database.database import Database

from kim_app.api.person import possible_duplicates

KNOWN = {"first_name": "Mohammed", "last_name": "Rahimi", "birth_date": "1990-03-02"}
ASKED = ("Muhammad", "Rahimi", "1990-02-03")
NOTHING = {"known": False}


@pytest.fixture
def named(site, world):
    """The colleagues of the world have names that can be told apart."""
    names = {"cm1": "Carla", "cm2": "Cem", "clerk_f": "Axel", "clerk_n": "Edda"}
    for key, name in names.items():
        site.db.set_value("User", world.users[key], "full_name", name)
        site.clear_document_cache("User", world.users[key])
    return names


@pytest.fixture
def counselled(site, world, acting, make, person, named):
    """A client of cm1."""
    with acting(world.users["cm1"]):
        name = person(**KNOWN).name
        make("Case", person=name)
    return name


@pytest.fixture
def applicant(site, world, acting, make, person, named):
    """An applicant of the foreigners' office, entered by clerk_f."""
    with acting(world.users["clerk_f"]):
        name = person(**KNOWN).name
        make("Application", person=name, application_type="res_25b", clerk=world.users["clerk_f"])
    return name


def test_a_case_manager_is_told_the_colleague_and_nothing_else(world, acting, counselled):
    with acting(world.users["cm2"]):
        answer = possible_duplicates(*ASKED)
    assert set(answer) == {"known", "level", "ask", "message"}
    assert (answer["known"], answer["level"], answer["ask"]) == (True, "likely", "Carla")
    for content in (counselled, "Mohammed", "Rahimi", "1990", "F-"):
        assert content not in json.dumps(answer)


def test_an_own_client_is_to_be_found_among_ones_own(world, acting, counselled):
    with acting(world.users["cm1"]):
        assert possible_duplicates(*ASKED)["message"].endswith("Please look among your own persons before you go on.")


def test_how_many_there_are_is_not_told(world, acting, make, person, counselled):
    with acting(world.users["cm2"]):
        one = possible_duplicates(*ASKED)
    with acting(world.users["cm1"]):
        make("Case", person=person(**KNOWN).name)
    with acting(world.users["cm2"]):
        assert possible_duplicates(*ASKED) == one


def test_a_person_entered_without_a_case_is_known_to_counselling(world, acting, person, named):
    with acting(world.users["cm1"]):
        person(**KNOWN)
    with acting(world.users["cm2"]):
        assert possible_duplicates(*ASKED)["ask"] == "Carla"


@pytest.mark.parametrize("who", ["clerk_f", "clerk_n"])
def test_a_clerk_does_not_learn_who_is_counselled(world, acting, counselled, who):
    with acting(world.users[who]):
        assert possible_duplicates(*ASKED) == NOTHING


def test_a_clerk_does_not_learn_it_of_a_person_with_exchange_consent_either(world, acting, make, counselled):
    make("Consent", person=counselled, purpose="Exchange with Foreigners Office", given_on="2026-01-01")
    with acting(world.users["clerk_f"]):
        assert possible_duplicates(*ASKED) == NOTHING


@pytest.mark.parametrize("who", ["cm1", "cm2", "clerk_n"])
def test_neither_counselling_nor_another_office_learns_who_has_applied(world, acting, applicant, who):
    with acting(world.users[who]):
        assert possible_duplicates(*ASKED) == NOTHING


def test_a_clerk_is_told_the_clerk_of_the_own_office(site, world, acting, applicant, user_with):
    colleague = user_with("KIM Foreigners Office Clerk")
    with acting(colleague):
        assert possible_duplicates(*ASKED)["ask"] == "Axel"
    site.db.set_value("Application", {"person": applicant}, "clerk", None)
    with acting(colleague):
        assert possible_duplicates(*ASKED)["ask"] == "Axel"


@pytest.mark.parametrize("who", ["coordinator", "steering", "officer", "admin", "manager", "nobody"])
def test_nobody_else_may_ask(site, world, acting, counselled, who):
    with acting(world.users[who]), pytest.raises(site.PermissionError):
        possible_duplicates(*ASKED)


def test_a_colleague_of_another_team_is_not_named(site, world, acting, make, counselled):
    make("Team", code="other", label="Anderes Team", members=[{"user": world.users["cm1"]}])
    site.db.set_value("Case", {"person": counselled}, "team", "other")
    with acting(world.users["cm2"]):
        assert possible_duplicates(*ASKED)["ask"] == "the coordination of KIM"
    site.db.set_single_value("KIM Settings", "duplicate_contact", "Frau Muster, Tel. 12")
    site.clear_document_cache("KIM Settings", "KIM Settings")
    with acting(world.users["cm2"]):
        assert possible_duplicates(*ASKED)["ask"] == "Frau Muster, Tel. 12"
    team = site.get_doc("Team", "other")
    team.append("members", {"user": world.users["cm2"]})
    team.save()
    with acting(world.users["cm2"]):
        assert possible_duplicates(*ASKED)["ask"] == "Carla"


def test_a_colleague_who_left_is_not_named(site, world, acting, counselled):
    site.db.set_value("User", world.users["cm1"], "enabled", 0)
    with acting(world.users["cm2"]):
        assert possible_duplicates(*ASKED)["ask"] == "the coordination of KIM"


def test_leaving_out_a_strangers_person_tells_nothing(world, acting, counselled):
    with acting(world.users["cm2"]):
        assert possible_duplicates(*ASKED, exclude=counselled)["known"]
        assert possible_duplicates(*ASKED, exclude="P-99999")["known"]
    with acting(world.users["cm1"]):
        assert possible_duplicates(*ASKED, exclude=counselled) == NOTHING


@pytest.mark.parametrize("names", [("Mohammed", ""), (" ", "Rahimi"), ("%", "%"), ("_", "' or 1=1 --"), ("M", "R")])
def test_fishing_with_less_than_a_name_catches_nothing(world, acting, counselled, names):
    with acting(world.users["cm2"]):
        assert possible_duplicates(*names) == NOTHING


def test_an_anonymised_person_is_not_known(site, world, acting, counselled):
    site.db.set_value("Person", counselled, "anonymised_on", "2026-01-01")
    with acting(world.users["cm2"]):
        assert possible_duplicates(*ASKED) == NOTHING


def test_entering_the_person_all_the_same_is_not_blocked_and_tells_the_author(site, world, acting, person, counselled):
    with acting(world.users["cm2"]):
        site.clear_messages()
        new = person(first_name="Muhammad", last_name="Rahimi", birth_date="1990-02-03")
        messages = [message for message in site.get_message_log() if message.get("indicator") == "orange"]
    assert site.db.exists("Person", new.name)
    assert [message["message"] for message in messages] == [
        "Somebody like this is likely known already. Please ask Carla before you go on."
    ]


def test_the_name_of_a_colleague_is_shown_as_text(site, world, acting, counselled):
    site.db.set_value("User", world.users["cm1"], "full_name", "<img src=x onerror=alert(1)>")
    with acting(world.users["cm2"]):
        assert "<img" not in possible_duplicates(*ASKED)["message"]


def test_asking_takes_one_query_for_each_side_whatever_is_stored(site, world, acting, person, counselled, monkeypatch):
    def queries():
        seen = []
        original = Database.sql

        def counted(self, query, *args, **kwargs):
            seen.append(query)
            return original(self, query, *args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(Database, "sql", counted)
            with acting(world.users["cm2"]):
                possible_duplicates(*ASKED)
        return len(seen)

    queries()
    few = queries()
    with acting(world.users["cm1"]):
        for number in range(30):
            person(first_name="Mohammed", last_name=f"Rahimi {'abcdefghijklmnopqrstuvwxyzäöüßéè'[number] * 2}")
    assert queries() == few


def test_the_key_is_hidden_from_clerks_and_follows_the_name(site, world, acting, applicant):
    doc = site.get_doc("Person", applicant)
    assert doc.name_key == " mhmd rhm "
    doc.update({"last_name": "Karimi", "other_names": "رحیمی"})
    doc.save()
    assert doc.name_key == " krm mhmd rhm "
    with acting(world.users["clerk_f"]):
        doc.apply_fieldlevel_read_permissions()
        assert not doc.get("name_key")
