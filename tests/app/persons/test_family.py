"""Households count themselves, and a family relation stands on both persons."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from frappe.utils import add_days, add_years

from kim_app.data_protection.anonymise import anonymise_person
from kim_app.persons import household

ADULT = add_years(datetime.now(ZoneInfo("Europe/Berlin")).date(), -18)
CHILD = add_days(ADULT, 1)


def relations_of(site, name):
    rows = site.get_all("Family Relation", {"parent": name}, ["relative", "relation"], order_by="idx")
    return [(row.relative, row.relation) for row in rows]


def figures(site, doctype, name):
    fields = ("size", "minors") if doctype == "Household" else ("household_size", "minors_in_household")
    return site.db.get_value(doctype, name, fields)


@pytest.fixture
def home(make):
    return make("Household", household_name="Haushalt").name


@pytest.fixture
def family(person):
    return person(first_name="Mutter", birth_date=ADULT), person(first_name="Kind", birth_date=CHILD)


def test_a_household_counts_its_members_and_the_minors(site, person, home):
    mother = person(household=home, birth_date=ADULT)
    child = person(household=home, birth_date=CHILD)
    assert (child.household_size, child.minors_in_household) == (2, 1)
    for doctype, name in (("Household", home), ("Person", mother.name), ("Person", child.name)):
        assert figures(site, doctype, name) == (2, 1)


def test_who_moves_out_is_counted_no_more(site, person, home):
    mother, child = person(household=home, birth_date=ADULT), person(household=home, birth_date=CHILD)
    child.reload()
    child.household = None
    child.save()
    assert figures(site, "Household", home) == figures(site, "Person", mother.name) == (1, 0)
    assert figures(site, "Person", child.name) == (0, 0)


def test_figures_are_not_entered_by_hand(site, person, home):
    mother = person(household=home, household_size=9)
    assert mother.household_size == 1
    mother.minors_in_household = 7
    assert mother.save().minors_in_household == 0
    assert figures(site, "Person", mother.name) == (1, 0)


def test_a_household_that_was_open_while_somebody_moved_in_keeps_the_right_figures(site, person, home):
    opened = site.get_doc("Household", home)
    person(household=home, birth_date=CHILD)
    opened.update({"city": "Bonn", "size": 9})
    opened.save()
    assert (opened.size, opened.minors) == figures(site, "Household", home) == (1, 1)


@pytest.mark.parametrize("days_ago", [0, 3])
def test_coming_of_age_is_noticed_daily_or_when_the_server_runs_again(site, person, home, days_ago):
    child = person(household=home, birth_date=CHILD)
    site.db.set_value("Person", child.name, "birth_date", add_days(ADULT, -days_ago))
    household.recount_birthdays()
    assert figures(site, "Household", home) == (1, 0)


def test_who_was_born_on_29_february_comes_of_age_on_1_march(site, person, home, monkeypatch):
    child = person(household=home, birth_date=CHILD)
    site.db.set_value("Person", child.name, "birth_date", "2008-02-29")
    for day, minors in (("2026-02-28", 1), ("2026-03-01", 0)):
        monkeypatch.setattr(household, "nowdate", lambda day=day: day)
        household.recount_birthdays()
        assert figures(site, "Household", home) == (1, minors)


def test_the_household_shows_the_members_that_the_reader_may_see(site, world, acting):
    home = world.docs["household"].name
    site.db.set_value("Person", world.docs["p_foreign"].name, "household", home)
    with acting(world.users["cm1"]):
        assert [member["name"] for member in household.members(home)] == [world.docs["p_case"].name]
    for who in ("cm2", "clerk_f", "coordinator", "officer"):
        with acting(world.users[who]), pytest.raises(site.PermissionError):
            site.get_attr("kim_app.api.person.household_members")(home)


@pytest.mark.parametrize(
    ("relation", "inverse"),
    [("Child", "Parent"), ("Parent", "Child"), ("Partner", "Partner"), ("Sibling", "Sibling"),
     ("Guardian", "Ward"), ("Ward", "Guardian"), ("Other Relative", "Other Relative")],
)  # fmt: skip
def test_a_relation_is_mirrored_changed_and_taken_off_on_both(site, family, relation, inverse):
    one, other = family
    one.append("family_relations", {"relative": other.name, "relation": relation})
    one.save()
    assert relations_of(site, other.name) == [(one.name, inverse)]
    assert one.family_relations[0].relative_name == other.full_name
    one.reload()
    one.family_relations[0].relation = "Other Relative" if relation != "Other Relative" else "Sibling"
    one.save()
    assert relations_of(site, other.name) == [(one.name, one.family_relations[0].relation)]
    other.reload()
    other.set("family_relations", [])
    other.save()
    assert relations_of(site, one.name) == relations_of(site, other.name) == []


def test_a_person_entered_with_relations_is_mirrored_at_once(site, person):
    mother = person()
    child = person(first_name="Kind", family_relations=[{"relative": mother.name, "relation": "Parent"}])
    assert relations_of(site, mother.name) == [(child.name, "Child")]


def test_nobody_is_a_relative_of_oneself(site, family):
    one, _other = family
    one.append("family_relations", {"relative": one.name, "relation": "Sibling"})
    with pytest.raises(site.ValidationError, match="nobody is a relative of oneself"):
        one.save()
    assert relations_of(site, one.name) == []


def test_nobody_is_child_and_parent_of_the_same_person(site, family):
    one, other = family
    for relation in ("Child", "Parent"):
        one.append("family_relations", {"relative": other.name, "relation": relation})
    with pytest.raises(site.ValidationError, match="stands in another row already"):
        one.save()
    assert relations_of(site, one.name) == relations_of(site, other.name) == []


def test_a_stranger_is_no_relative_and_the_name_is_not_told(site, world, acting):
    with acting(world.users["cm1"]):
        own = site.get_doc("Person", world.docs["p_new"].name)
        own.append("family_relations", {"relative": world.docs["p_foreign"].name, "relation": "Sibling"})
        with pytest.raises(site.PermissionError) as caught:
            own.save()
    assert "foreign" not in str(caught.value)
    assert relations_of(site, own.name) == relations_of(site, world.docs["p_foreign"].name) == []


def test_the_relative_keeps_a_row_that_its_owner_only_may_take_off(site, world, acting):
    """Once the relative belongs to somebody else, taking the row off here leaves the one there alone."""
    own, relative = world.docs["p_new"], world.docs["p_case"]
    with acting(world.users["cm1"]):
        own.reload()
        own.append("family_relations", {"relative": relative.name, "relation": "Sibling"})
        own.save()
    site.db.set_value("Case", world.docs["case"].name, "case_manager", world.users["cm2"])
    with acting(world.users["cm1"]):
        own.reload()
        own.set("family_relations", [])
        own.save()
    assert relations_of(site, own.name) == []
    assert relations_of(site, relative.name) == [(own.name, "Sibling")]


def test_clerks_do_not_see_the_family_and_do_not_erase_it(site, world, acting, make):
    foreign = world.docs["p_foreign"]
    home = make("Household", household_name="Haushalt").name
    foreign.reload()
    foreign.update({"household": home, "other_names": "Früher"})
    foreign.append("family_relations", {"relative": world.docs["p_new"].name, "relation": "Sibling"})
    foreign.save()
    hidden = ("household", "household_size", "family_relations", "other_names", "name_key")
    with acting(world.users["clerk_f"]):
        doc = site.get_doc("Person", foreign.name)
        doc.city = "Neustadt"
        doc.save()
        sent = doc.__json__()
        shown = site.get_doc("Person", foreign.name)
        shown.apply_fieldlevel_read_permissions()
    for answer in (sent, shown.as_dict()):
        assert not any(answer.get(field) for field in hidden)
        assert answer["city"] == "Neustadt"
    stored = site.get_doc("Person", foreign.name)
    assert (stored.household, stored.other_names, len(stored.family_relations)) == (home, "Früher", 1)


def test_a_deleted_person_leaves_no_relation_behind(site, family, home):
    one, other = family
    one.household = home
    one.append("family_relations", {"relative": other.name, "relation": "Child"})
    one.save()
    site.delete_doc("Person", one.name, force=True)
    assert relations_of(site, other.name) == []
    assert figures(site, "Household", home) == (0, 0)


def test_an_anonymised_person_is_counted_no_more(site, person, home):
    stays, goes = person(household=home, birth_date=ADULT), person(household=home, birth_date=CHILD)
    anonymise_person(goes.name)
    assert figures(site, "Household", home) == figures(site, "Person", stays.name) == (1, 0)
