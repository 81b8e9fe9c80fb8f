"""Who sees which document: list, count, link search and the single document agree, for every role."""

import pytest

from frappe.client import get_count, get_list, set_value
from frappe.desk.search import search_link

from kim_app.permissions import has_permission
from kim_app.permissions.rules import RULES
from tests.app.conftest import ROLES

WHO_SEES = {
    "p_case": {"cm1"},
    "p_new": {"cm1"},
    "p_foreign": {"clerk_f"},
    "p_nat": {"clerk_n"},
    "household": {"cm1"},
    "case": {"cm1"},
    "referral": {"cm1"},
    "app_foreign": {"clerk_f"},
    "app_nat": {"clerk_n"},
    "conference": {"cm1"},
    "planning": {"cm1", "cm2", "clerk_f", "clerk_n", "coordinator"},
    "steering_group": {"cm1", "cm2", "coordinator", "steering"},
    "network": {"cm1", "cm2", "coordinator"},
}


def seen_in_list(site, doctype, name):
    try:
        return bool(get_list(doctype, filters={"name": name}, fields=["name"]))
    except site.PermissionError:
        return False


def seen_in_count(site, doctype, name):
    try:
        return bool(get_count(doctype, filters={"name": name}))
    except site.PermissionError:
        return False


def seen_in_link_search(site, doctype, name):
    try:
        return name in [row["value"] for row in search_link(doctype, name, page_length=50)]
    except site.PermissionError:
        return False


def seen_as_document(site, doctype, name):
    return bool(site.get_doc(doctype, name).has_permission("read"))


WAYS = (seen_in_list, seen_in_count, seen_in_link_search, seen_as_document)


@pytest.mark.parametrize("who", [*ROLES, "nobody"])
def test_every_way_to_a_document_agrees(site, world, acting, who):
    seen = {way: {key for key, who_sees in WHO_SEES.items() if who in who_sees} for way in WAYS}
    with acting(world.users[who]):
        found = {way: {key for key, doc in world.docs.items() if way(site, doc.doctype, doc.name)} for way in WAYS}
    assert found == seen


def test_the_super_user_sees_everything(site, world):
    for doc in world.docs.values():
        assert all(way(site, doc.doctype, doc.name) for way in WAYS)


@pytest.mark.parametrize("doctype", RULES)
def test_the_condition_is_empty_for_the_super_user_alone(site, user_with, doctype):
    # The framework's own hook for Workflow Action stands first; conditions are joined by "and".
    method = site.get_attr(site.get_hooks("permission_query_conditions")[doctype][-1])
    assert method("Administrator", doctype=doctype) == ""
    for user in ("Guest", user_with(), user_with("System Manager"), user_with("KIM Case Manager")):
        assert method(user, doctype=doctype).strip()


def test_each_ruled_doctype_has_both_hooks(site):
    ours = set(RULES)
    assert ours <= set(site.get_hooks("permission_query_conditions"))
    assert ours <= set(site.get_hooks("has_permission"))


@pytest.mark.parametrize("user", ["o'hara@app.test", 'quo"te@app.test', "per%cent@app.test", "back\\slash@app.test"])
def test_strange_logins_break_no_condition(site, monkeypatch, user):
    monkeypatch.setattr("frappe.get_roles", lambda *_: ["KIM Case Manager"])
    for doctype in RULES:
        condition = site.get_attr(site.get_hooks("permission_query_conditions")[doctype][-1])(user, doctype=doctype)
        found = site.db.sql(f"select count(*) from `tab{doctype}` where {condition}")[0][0]
        assert found == 0 or doctype in ("Meeting", "Barrier", "Measure", "Workflow Action")


def test_a_backslash_in_a_login_closes_everything(site, monkeypatch):
    monkeypatch.setattr("frappe.get_roles", lambda *_: ["KIM Case Manager", "KIM Coordinator"])
    for doctype in RULES:
        condition = site.get_attr(site.get_hooks("permission_query_conditions")[doctype][-1])("x\\", doctype=doctype)
        assert condition == f"`tab{doctype}`.`name` is null"


def test_a_handed_over_case_takes_its_person_along(site, world, acting):
    case, person = world.docs["case"], world.docs["p_case"]
    with acting(world.users["cm1"]):
        case.reload()
        case.case_manager = world.users["cm2"]
        case.save()
    for who in ("cm1", "cm2"):
        with acting(world.users[who]):
            for doc in (case, person, world.docs["referral"], world.docs["conference"]):
                assert seen_in_list(site, doc.doctype, doc.name) is (who == "cm2")
                assert seen_as_document(site, doc.doctype, doc.name) is (who == "cm2")


def test_nobody_opens_a_person_by_a_case_of_their_own(site, world, acting, make):
    with acting(world.users["cm2"]), pytest.raises(site.PermissionError):
        make("Case", person=world.docs["p_case"].name)
    with acting(world.users["clerk_f"]), pytest.raises(site.PermissionError):
        make("Application", person=world.docs["p_case"].name, application_type="res_25b")
    assert site.db.count("Case", {"person": world.docs["p_case"].name}) == 1
    assert not site.db.count("Application", {"person": world.docs["p_case"].name})


def test_nobody_moves_an_own_case_to_a_strangers_person(site, world, acting, make, person):
    with acting(world.users["cm2"]):
        case = make("Case", person=person(last_name="Eigene").name)
        case.person = world.docs["p_case"].name
        with pytest.raises(site.PermissionError):
            case.save()
    assert site.db.get_value("Case", case.name, "person") != world.docs["p_case"].name


def test_nobody_joins_a_strangers_household(site, world, acting, person):
    with acting(world.users["cm2"]), pytest.raises(site.PermissionError):
        person(last_name="Fremd", household=world.docs["household"].name)


def test_a_clerk_starts_no_application_of_another_office(site, world, acting, make, person):
    with acting(world.users["clerk_f"]):
        own = person(last_name="Eigene").name
        with pytest.raises(site.PermissionError):
            make("Application", person=own, application_type="nat_10")


def test_a_clerk_hands_no_application_to_another_office(site, world, acting):
    application = world.docs["app_foreign"].name
    with acting(world.users["clerk_f"]), pytest.raises(site.PermissionError):
        set_value("Application", application, "application_type", "nat_10")
    assert site.db.get_value("Application", application, "application_type") == "res_25b"
    with acting(world.users["clerk_f"]):
        set_value("Application", application, "application_type", "res_25a")
    assert site.db.get_value("Application", application, "application_type") == "res_25a"


def test_the_coordinator_starts_and_turns_no_meeting_into_a_case_conference(site, world, acting, make):
    before = site.db.count("Meeting")
    with acting(world.users["coordinator"]):
        with pytest.raises(site.PermissionError):
            make("Meeting", title="Fall", meeting_type="Case Conference", starts_on="2026-03-01 10:00:00")
        with pytest.raises(site.PermissionError):
            set_value("Meeting", world.docs["network"].name, "meeting_type", "Case Conference")
    assert site.db.count("Meeting") == before
    assert site.db.get_value("Meeting", world.docs["network"].name, "meeting_type") == "Network Meeting"


def test_the_coordinator_writes_no_case_conference(site, world, acting):
    conference = world.docs["conference"]
    with acting(world.users["coordinator"]), pytest.raises(site.PermissionError):
        set_value("Meeting", conference.name, "title", "Gelesen")
    assert site.db.get_value("Meeting", conference.name, "title") == "conference"


def test_a_case_conference_without_a_case_stays_with_its_author(site, world, acting, make):
    with acting(world.users["cm1"]):
        empty = make("Meeting", title="leer", meeting_type="Case Conference", starts_on="2026-03-01 10:00:00").name
    for who in ("cm1", "cm2", "coordinator"):
        with acting(world.users[who]):
            assert [way(site, "Meeting", empty) for way in WAYS] == [who == "cm1"] * 4


def test_open_steps_are_shown_with_their_case_only(site, world, acting):
    case = world.docs["case"].name
    step = site.get_doc(
        {
            "doctype": "Workflow Action",
            "status": "Open",
            "reference_doctype": "Case",
            "reference_name": case,
            "workflow_state": "Enquiry",
            "permitted_roles": [{"role": "KIM Case Manager"}],
        }
    ).insert(ignore_permissions=True)
    for who in ("cm1", "cm2", "coordinator", "manager", "nobody"):
        with acting(world.users[who]):
            assert [way(site, "Workflow Action", step.name) for way in WAYS[:2]] == [who == "cm1"] * 2
            assert seen_as_document(site, "Workflow Action", step.name) is (who == "cm1")


def test_case_managers_write_case_conferences_only(site, world, acting, make):
    with acting(world.users["cm1"]):
        with pytest.raises(site.PermissionError):
            make("Meeting", title="Fremd", meeting_type="Steering Group", starts_on="2026-03-01 10:00:00")
        network = site.get_doc("Meeting", world.docs["network"].name)
        network.title = "Anders"
        with pytest.raises(site.PermissionError):
            network.save()
        conference = site.get_doc("Meeting", world.docs["conference"].name)
        conference.title = "Neuer Titel"
        conference.save()
    assert site.db.get_value("Meeting", world.docs["network"].name, "title") == "network"


def test_the_case_on_an_agenda_is_hidden_from_the_coordinator(site, world, acting):
    with acting(world.users["coordinator"]):
        conference = site.get_doc("Meeting", world.docs["conference"].name)
        conference.apply_fieldlevel_read_permissions()
        assert not conference.agenda[0].get("case")
    with acting(world.users["cm1"]):
        conference = site.get_doc("Meeting", world.docs["conference"].name)
        conference.apply_fieldlevel_read_permissions()
        assert conference.agenda[0].case == world.docs["case"].name


def test_the_household_is_hidden_from_clerks(site, world, acting):
    site.db.set_value("Person", world.docs["p_foreign"].name, "household", world.docs["household"].name)
    with acting(world.users["clerk_f"]):
        person = site.get_doc("Person", world.docs["p_foreign"].name)
        person.apply_fieldlevel_read_permissions()
        assert not person.get("household")


def test_nobody_shares_a_document_past_the_rule(site, world, acting):
    with acting(world.users["cm1"]), pytest.raises(site.PermissionError):
        site.share.add("Case", world.docs["case"].name, world.users["coordinator"])


def test_the_rule_answers_by_true_or_false(site, world):
    """Frappe 15 takes None for no answer."""
    for doc in world.docs.values():
        for user in world.users.values():
            assert has_permission(doc, "read", user) in (True, False)
