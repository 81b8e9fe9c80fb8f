"""Framework calls that answer without asking for rights ask now, and cannot be reached past that question."""

import importlib
import pkgutil

import pytest

import kim_app


def test_connected_documents_are_counted_for_their_readers_only(site, world, acting):
    from kim_app.guards import get_open_count

    person = world.docs["p_foreign"].name
    with acting(world.users["clerk_f"]):
        found = get_open_count("Person", person, '["Case", "Application"]')["count"]["external_links_found"]
        assert [row["doctype"] for row in found] == ["Application"]
        assert "Case" not in str(get_open_count("Person", person))
        with pytest.raises(site.PermissionError):
            get_open_count("Person", world.docs["p_case"].name)


def test_the_title_of_a_link_is_told_to_its_readers_only(site, world, acting, make):
    from kim_app.guards import get_link_title

    site.make_property_setter({"doctype_or_field": "DocType", "doctype": "Meeting", "property_type": "Check",
                               "property": "show_title_field_in_link", "value": 1})  # fmt: skip
    conference = world.docs["conference"].name
    with acting(world.users["cm1"]):
        assert get_link_title("Meeting", conference) == "conference"
    with acting(world.users["steering"]):
        assert get_link_title("Meeting", conference) == conference
        assert get_link_title("Life Area", "work") == "Arbeit"


def test_the_guards_stand_in_for_the_framework(site):
    hooks = site.get_hooks("override_whitelisted_methods")
    assert hooks["frappe.desk.notifications.get_open_count"][-1] == "kim_app.guards.get_open_count"
    assert hooks["frappe.desk.search.get_link_title"][-1] == "kim_app.guards.get_link_title"


def test_connected_documents_are_counted_one_by_one(site, world, acting):
    from kim_app.guards import get_open_count

    person = world.docs["p_foreign"].name
    site.get_doc({"doctype": "Application", "person": person, "application_type": "nat_10"}).insert()
    with acting(world.users["clerk_f"]):
        answer = get_open_count("Person", person, ["Application"])
    assert answer["count"] == {
        "external_links_found": [{"doctype": "Application", "count": 1, "open_count": 0}],
        "internal_links_found": [],
    }
    with acting(world.users["clerk_n"]):
        assert get_open_count("Person", person, ["Application"])["count"]["external_links_found"][0]["count"] == 1
    assert get_open_count("Person", person, ["Application"])["count"]["external_links_found"][0]["count"] == 2


def test_no_module_lends_its_name_to_a_call_of_the_framework(site):
    lent = []
    for module in pkgutil.walk_packages(kim_app.__path__, "kim_app."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if callable(value) and value in site.whitelisted and value.__module__ != module.name:
                lent.append(f"{module.name}.{name}")
    assert not lent
