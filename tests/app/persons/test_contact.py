"""The address block: who must know sees phone, e-mail and address; nobody else, by no way, and nobody erases them."""

from contextlib import contextmanager

import pytest

from kim_app.applications.papers import request_letter
from kim_app.persons import contact

VALUES = {
    "phone": "+49 228 123456", "email": "frau@example.org", "address_line": "Geheimer Weg 7", "postal_code": "53111",
    "city": "Bonn", "contact_hint": "Nur vormittags",
}  # fmt: skip


def in_person(site, name):
    return {field: value for field, value in site.db.get_value("Person", name, list(VALUES), as_dict=True).items()}


def kept_apart(site, name):
    return site.db.get_value("Protected Contact", name, list(VALUES), as_dict=True)


def shown(site, name):
    doc = site.get_doc("Person", name)
    doc.apply_fieldlevel_read_permissions()
    return {field: doc.get(field) for field in VALUES}


def nothing(values):
    return not any(values.values())


@pytest.fixture
def colleague(site, world, make):
    """cm2 works in the same team, which may read and write the cases of all."""
    team = make(
        "Team", code="block", label="Team", case_access="Read and Write",
        members=[{"user": world.users["cm1"]}, {"user": world.users["cm2"]}],
    )  # fmt: skip
    site.db.set_value("Case", world.docs["case"].name, "team", team.name)
    return world.users["cm2"]


@pytest.fixture
def blocked(site, world, acting):
    """cm1's client with an address block."""
    with acting(world.users["cm1"]):
        doc = site.get_doc("Person", world.docs["p_case"].name)
        doc.update({**VALUES, "address_blocked": 1})
        doc.save()
    return doc.name


@pytest.fixture
def agreed(make, blocked):
    """The client agreed to the exchange with the offices, so that clerks see the person."""
    return make("Consent", person=blocked, purpose="Exchange with Foreigners Office", given_on="2026-01-01")


@contextmanager
def expect_unchanged(site, name):
    before = kept_apart(site, name)
    yield
    assert kept_apart(site, name) == before == VALUES
    assert nothing(in_person(site, name))


def test_a_block_moves_the_values_out_of_the_person(site, blocked):
    assert nothing(in_person(site, blocked))
    assert kept_apart(site, blocked) == VALUES


def test_a_person_entered_with_a_block_has_nothing_in_it_either(site, world, acting, person):
    with acting(world.users["cm1"]):
        name = person(**VALUES, address_blocked=1).name
        assert shown(site, name) == VALUES
    assert nothing(in_person(site, name))
    with acting(world.users["cm2"]):
        assert not contact.may_know(name)


def test_the_case_manager_of_record_sees_them_as_usual(site, world, acting, blocked):
    with acting(world.users["cm1"]):
        assert shown(site, blocked) == VALUES
        assert contact.contact_of(blocked) == VALUES


@pytest.mark.parametrize("who", ["cm2", "clerk_f", "clerk_n"])
def test_those_who_may_work_on_the_person_otherwise_see_nothing(site, world, acting, blocked, agreed, colleague, who):
    with acting(world.users[who]):
        assert nothing(shown(site, blocked))
        assert nothing(contact.contact_of(blocked))
        doc = site.get_doc("Person", blocked)
        assert doc.has_permission("write")
        doc.apply_fieldlevel_read_permissions()
        assert doc.get("__onload")["contact_hidden"] == 1
        for filters in ({"phone": VALUES["phone"]}, {"city": "Bonn"}, {"address_line": ("like", "Geheim%")}):
            assert not site.get_list("Person", filters=filters)
        rows = site.get_list("Person", filters={"name": blocked}, fields=["name", *VALUES], order_by="city")
        assert nothing({field: rows[0][field] for field in VALUES})
        assert not site.get_list("Protected Contact", pluck="name")
        with pytest.raises(site.PermissionError):
            site.get_doc("Protected Contact", blocked).check_permission("read")


@pytest.mark.parametrize("who", ["cm2", "clerk_f"])
def test_those_who_must_not_know_neither_change_nor_erase(site, world, acting, blocked, agreed, colleague, who):
    with acting(world.users[who]), expect_unchanged(site, blocked):
        doc = site.get_doc("Person", blocked)
        doc.update({"marital_status": "Single", "phone": "+49 228 999999", "city": ""})
        doc.save()
        form = site.get_doc({**site.get_doc("Person", blocked).as_dict(), "__onload": {"protected_contact": 1}})
        form.save()
    assert site.db.get_value("Person", blocked, "marital_status") == "Single"


@pytest.mark.parametrize("who", ["cm2", "clerk_f"])
def test_those_who_must_not_know_do_not_lift_the_block(site, world, acting, blocked, agreed, colleague, who):
    with acting(world.users[who]), expect_unchanged(site, blocked):
        doc = site.get_doc("Person", blocked)
        doc.address_blocked = 0
        with pytest.raises(site.PermissionError, match="may lift the address block"):
            doc.save()
    assert site.db.get_value("Person", blocked, "address_blocked") == 1


def test_the_deputy_must_know_while_the_arrangement_lasts(site, world, acting, make, blocked):
    with acting(world.users["cm1"]):
        arrangement = make(
            "Deputy Arrangement", absent_user=world.users["cm1"], deputy=world.users["cm2"],
            starts_on="2020-01-01", ends_on="2099-01-01",
        )  # fmt: skip
    with acting(world.users["cm2"]):
        assert shown(site, blocked) == VALUES
    site.db.set_value("Deputy Arrangement", arrangement.name, "ends_on", "2020-01-02")
    with acting(world.users["cm2"]):
        assert not contact.may_know(blocked)


def test_a_handed_over_case_hands_over_the_knowledge(site, world, acting, blocked):
    site.db.set_value("Case", world.docs["case"].name, "case_manager", world.users["cm2"])
    with acting(world.users["cm1"]):
        assert not contact.may_know(blocked)
    with acting(world.users["cm2"]):
        assert shown(site, blocked) == VALUES


def test_a_partial_save_leaves_the_other_values_alone(site, world, acting, blocked):
    with acting(world.users["cm1"]):
        doc = site.get_doc("Person", blocked)
        doc.update({"phone": "+49 228 654321", "contact_hint": ""})
        doc.save()
    assert kept_apart(site, blocked) == {**VALUES, "phone": "+49 228 654321", "contact_hint": None}
    assert nothing(in_person(site, blocked))


def test_a_form_that_showed_the_values_may_empty_them(site, world, acting, blocked):
    with acting(world.users["cm1"]):
        form = site.get_doc("Person", blocked)
        form.apply_fieldlevel_read_permissions()
        sent = site.get_doc({**form.as_dict(), "phone": None})
        sent.save()
    assert kept_apart(site, blocked) == {**VALUES, "phone": None}


def test_a_form_that_showed_nothing_empties_nothing(site, world, acting, blocked):
    """The author became deputy after the form was opened."""
    with acting(world.users["cm1"]), expect_unchanged(site, blocked):
        site.get_doc(site.get_doc("Person", blocked).as_dict()).save()


def test_lifting_the_block_moves_the_values_back(site, world, acting, blocked):
    with acting(world.users["cm1"]):
        doc = site.get_doc("Person", blocked)
        doc.address_blocked = 0
        doc.save()
    assert in_person(site, blocked) == VALUES
    assert not kept_apart(site, blocked)
    assert not site.db.exists("Deleted Document", {"deleted_doctype": "Protected Contact"})


def test_wrong_contact_data_is_refused_under_a_block_too(site, world, acting, blocked):
    with acting(world.users["cm1"]), expect_unchanged(site, blocked):
        doc = site.get_doc("Person", blocked)
        doc.email = "kein Adresse"
        site.db.savepoint("refused")
        with pytest.raises(site.ValidationError):
            doc.save()
        site.db.rollback(save_point="refused")


def test_old_versions_lose_the_values_and_keep_the_rest(site, person):
    doc = person(**VALUES)
    for values in ({"phone": "+49 228 1111", "place_of_birth": "Asmara"}, {"address_blocked": 1}):
        doc.update(values)
        # Tests write no versions by themselves.
        doc.save(ignore_version=False)
    stored = site.get_all("Version", {"docname": doc.name}, pluck="data")
    assert any("Asmara" in data for data in stored)
    assert any("address_blocked" in data for data in stored)
    assert not [data for data in stored if "+49" in data or "Geheimer" in data]


def test_an_office_sees_what_its_own_clerk_entered(site, world, acting):
    name = world.docs["p_foreign"].name
    with acting(world.users["clerk_f"]):
        doc = site.get_doc("Person", name)
        doc.update({**VALUES, "address_blocked": 1})
        doc.save()
        assert shown(site, name) == VALUES
    for who in ("clerk_n", "cm1", "cm2"):
        with acting(world.users[who]):
            assert not contact.may_know(name)


def test_an_office_does_not_see_what_counselling_entered_later(site, world, acting, make):
    """She fled, and told her case manager alone where to."""
    name = world.docs["p_foreign"].name
    make("Case", person=name, case_manager=world.users["cm1"])
    with acting(world.users["cm1"]):
        doc = site.get_doc("Person", name)
        doc.update({**VALUES, "address_blocked": 1})
        doc.save()
    with acting(world.users["clerk_f"]):
        assert nothing(shown(site, name))


def test_a_print_shows_them_to_those_who_must_know_alone(site, world, acting, blocked, colleague):
    site.local.lang = "en"
    for who, expected in (("cm1", True), ("cm2", False)):
        with acting(world.users[who]):
            html = site.get_print("Person", blocked)
            assert ("Geheimer Weg 7" in html) is expected


def test_the_letter_of_who_must_know_bears_the_address(site, world, acting, user_with):
    name = world.docs["p_foreign"].name
    application = world.docs["app_foreign"].reload()
    application.append(
        "document_requests",
        {"requested_on": "2026-01-02", "due_on": "2026-02-02", "papers": "Pass", "consequence": "x"},
    )
    with acting(world.users["clerk_f"]):
        doc = site.get_doc("Person", name)
        doc.update({**VALUES, "address_blocked": 1})
        doc.save()
        assert request_letter(application)["person"].address_line == VALUES["address_line"]
    with acting(user_with("KIM Foreigners Office Clerk")):
        assert not request_letter(application)["person"].address_line


def test_a_deleted_person_takes_them_along(site, blocked):
    site.delete_doc("Person", blocked, force=True)
    assert not kept_apart(site, blocked)
