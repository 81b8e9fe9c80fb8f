"""Logins and records of a training site."""

import pytest

from kim_app import demo
from kim_app.demo.logins import LOGINS
from kim_app.roles import ROLES

PASSWORD = "ein-kennwort-7"
CONTENT = ("Person", "Case", "Referral", "Application", "Actor", "Offer")


@pytest.fixture
def fresh(site):
    """A site without demo data."""
    demo.remove()
    return site


def test_eight_logins_with_every_role(fresh):
    logins = demo.install(PASSWORD)
    assert len(logins) == 8
    assert {login["role"] for login in logins} == set(ROLES)
    assert all(set(login) == {"user", "full_name", "role"} for login in logins)
    for login in logins:
        user = fresh.get_doc("User", login["user"])
        assert (user.language, user.full_name, user.enabled) == ("de", login["full_name"], 1)
        assert login["role"] in [row.role for row in user.roles]


def test_the_password_opens_each_login(fresh):
    from frappe.utils.password import check_password

    demo.install(PASSWORD)
    for login in LOGINS:
        assert check_password(login["user"], PASSWORD) == login["user"]


def test_installing_twice_adds_nothing(fresh):
    first = demo.install(PASSWORD)
    before = {doctype: fresh.get_all(doctype, pluck="name") for doctype in CONTENT}
    assert demo.install(PASSWORD) == first
    assert {doctype: fresh.get_all(doctype, pluck="name") for doctype in CONTENT} == before


def test_cases_stand_in_different_phases_and_have_different_managers(fresh):
    demo.install(PASSWORD)
    cases = fresh.get_all("Case", fields=["workflow_state", "case_manager", "owner"])
    assert {case.workflow_state for case in cases} == {"Enquiry", "Intake", "Planning"}
    assert len({case.case_manager for case in cases}) == 2
    assert all(case.owner == case.case_manager for case in cases)


def test_removing_leaves_nothing_behind(fresh, make, acting, person):
    before = {doctype: fresh.db.count(doctype) for doctype in (*CONTENT, "User", "Meeting", "Barrier")}
    demo.install(PASSWORD)
    with acting("casemanagement1@kim.example"):
        make("Case", person=person().name)
    demo.remove()
    assert {doctype: fresh.db.count(doctype) for doctype in before} == before


def test_no_demo_data_beside_real_people(fresh, person):
    person()
    with pytest.raises(fresh.ValidationError, match="Please use a new site for training"):
        demo.install(PASSWORD)
    assert not fresh.db.exists("User", "admin@kim.example")


def test_the_hook_leads_here(site):
    assert site.get_hooks("demo_data") == ["kim_app.demo.install"]
    assert site.get_attr("kim_app.demo.install") is demo.install
