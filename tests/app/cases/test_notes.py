"""Contact notes: whose they are, when they took place, and who reads the confidential ones."""

import pytest

from frappe.client import get_count
from frappe.desk.search import search_link
from frappe.utils import add_days, add_to_date, now_datetime, nowdate

from kim_app.api import case as api

WORDS = "Nur für mich notiert"


@pytest.fixture
def notes(case, make):
    """A plain and a confidential note of the case manager: (plain, confidential)."""
    plain = make("Contact Note", case=case.name, note="Offen notiert", minutes=30, channel="phone")
    return plain, make("Contact Note", case=case.name, note=WORDS, confidential=1)


@pytest.fixture
def deputy(site, case, make, user_with):
    """Return a function that makes today's deputy, with or without the confidential notes."""

    def arrange(confidential):
        site.set_user("Administrator")
        name = user_with("KIM Case Manager")
        site.set_user(case.case_manager)
        days = {"starts_on": nowdate(), "ends_on": nowdate(), "confidential_notes": int(confidential)}
        make("Deputy Arrangement", absent_user=case.case_manager, deputy=name, **days)
        return name

    return arrange


@pytest.fixture
def colleague(site, case, user_with):
    """A colleague of the case's team who may read and write its cases."""
    site.set_user("Administrator")
    name = user_with("KIM Case Manager")
    team = site.get_doc("Team", "case_management")
    team.case_access = "Read and Write"
    team.append("members", {"user": name})
    team.save()
    site.db.set_value("Case", case.name, "team", team.name)
    return name


def seen(site, user, case):
    """Return which notes of the case somebody finds, after checking that all ways agree."""
    site.set_user(user)
    if not site.has_permission("Contact Note"):
        return set()
    listed = set(site.get_list("Contact Note", {"case": case.name}, pluck="name"))
    assert get_count("Contact Note", filters={"case": case.name}) == len(listed)
    found = {row["value"] for row in search_link("Contact Note", case.person_name)}
    assert found & set(site.get_all("Contact Note", {"case": case.name}, pluck="name")) == listed
    for name in site.get_all("Contact Note", {"case": case.name}, pluck="name"):
        assert site.get_doc("Contact Note", name).has_permission("read") == (name in listed)
    return listed


def test_the_author_reads_both(site, case, notes):
    assert seen(site, case.case_manager, case) == {note.name for note in notes}


@pytest.mark.parametrize("opened", [False, True])
def test_a_deputy_reads_confidential_notes_only_if_the_author_opened_them(site, case, notes, deputy, opened):
    name = deputy(opened)
    assert seen(site, name, case) == {note.name for note in notes[: 1 + opened]}


def test_a_colleague_of_the_team_reads_no_confidential_note(site, case, notes, colleague):
    assert seen(site, colleague, case) == {notes[0].name}


@pytest.mark.parametrize("give", [False, True])
def test_the_new_case_manager_reads_what_was_not_confidential_or_given_along(site, case, notes, user_with, give):
    site.set_user("Administrator")
    new = user_with("KIM Case Manager")
    site.set_user(case.case_manager)
    api.hand_over(case.name, new, "Elternzeit", open_notes=give)
    assert seen(site, new, case) == {note.name for note in notes[: 1 + give]}
    assert seen(site, notes[0].owner, case) == set()


@pytest.mark.parametrize("roles", [("System Manager",), ("KIM Administrator", "System Manager"), ("KIM Coordinator",)])
def test_nobody_else_reads_any(site, case, notes, user_with, roles):
    site.set_user("Administrator")
    assert seen(site, user_with(*roles), case) == set()


def test_a_confidential_note_is_not_found_by_its_words(site, case, notes, colleague):
    site.set_user(colleague)
    for filters in ({"note": ("like", f"%{WORDS}%")}, {"confidential": 1}):
        assert site.get_list("Contact Note", filters) == []
        assert get_count("Contact Note", filters=filters) == 0


def test_the_author_cannot_be_changed(site, case, notes, colleague):
    site.set_user(colleague)
    note = site.get_doc("Contact Note", notes[0].name)
    note.update({"owner": colleague, "note": "Ergänzt"})
    note.save()
    stored = site.db.get_value("Contact Note", note.name, ["owner", "note"])
    assert stored == (case.case_manager, "Ergänzt")


def test_nobody_writes_in_the_name_of_another(site, case, make, colleague):
    site.set_user(colleague)
    note = make("Contact Note", case=case.name, note="Untergeschoben", owner=case.case_manager, confidential=1)
    assert site.db.get_value("Contact Note", note.name, "owner") == colleague


@pytest.mark.parametrize("number", [0, 1])
def test_only_the_author_opens_or_closes_a_note(site, case, notes, deputy, refused, number):
    site.set_user(deputy(True))
    note = site.get_doc("Contact Note", notes[number].name)
    note.confidential = 1 - note.confidential
    assert "Only the author of a note" in refused(note, note.save, site.PermissionError)


def test_a_note_stays_in_its_case(site, case, notes, make, person, refused):
    other = make("Case", person=person(last_name="Andere").name)
    note = site.get_doc("Contact Note", notes[0].name)
    note.case = other.name
    assert "Value cannot be changed" in refused(note, note.save, site.CannotChangeConstantError)


def test_no_contact_in_the_future(case, make, expect_refusal):
    with expect_refusal("lies in the future. Please enter when it took place", "Contact Note"):
        make("Contact Note", case=case.name, contact_on=add_to_date(now_datetime(), minutes=20))
    assert make("Contact Note", case=case.name, contact_on=add_days(nowdate(), -300)).name


def test_no_note_on_a_strangers_case(site, case, make, user_with):
    site.set_user("Administrator")
    site.set_user(user_with("KIM Case Manager"))
    with pytest.raises(site.PermissionError):
        make("Contact Note", case=case.name, note="Fremd")
    assert not site.db.count("Contact Note", {"case": case.name})
