"""Logins and records of a training site: what is there, that it could have been entered by hand, and that it goes."""

import itertools
import json
import os
from collections import Counter
from datetime import timedelta

import pytest

from kim_app import demo
from kim_app.demo.logins import LOGINS
from kim_app.demo.removal import CONTENT
from kim_app.roles import ROLES
from pocket import SITES

USERS = [login["user"] for login in LOGINS]
CM1, CM2 = "casemanagement1@kim.example", "casemanagement2@kim.example"
PASSWORD = "ein-kennwort-7"
WORKFLOWS = ("Case", "Referral", "Application", "Meeting", "Barrier")
UNSTABLE = {"calendar_uid", "creation", "modified", "idx", "_user_tags", "_comments", "_assign", "_liked_by", "_seen"}


def content_of(frappe):
    """Return every demo document, children included, without random ids and times of writing."""
    return {
        doctype: sorted(_plain(frappe.get_doc(doctype, name)) for name in frappe.get_all(doctype, pluck="name"))
        for doctype in CONTENT
    }


def _plain(doc):
    """Return a document as text that two installations have in common."""
    values = {field: value for field, value in doc.as_dict().items() if field not in UNSTABLE}
    for field in doc.meta.get_table_fields():
        rows = values.get(field.fieldname) or []
        values[field.fieldname] = [
            {key: value for key, value in row.items() if key not in UNSTABLE | {"name", "parent"}} for row in rows
        ]
    if doc.meta.autoname in (None, "", "hash"):
        del values["name"]
    return json.dumps(values, default=str, sort_keys=True)


def tables_of(frappe):
    return [table for table in frappe.db.get_tables(cached=False) if not table.startswith("sqlite_")]


def traces(frappe):
    """Return the tables in which a word of the demo stands anywhere."""
    words = ("@kim.example", "Musterstadt", "Beispielweg")
    found = {}
    for table in tables_of(frappe):
        rows = frappe.db.sql(f'select * from "{table}"')
        hits = [row for row in rows if any(word in str(value) for value in row for word in words)]
        if hits:
            found[table] = hits[:2]
    return found


@pytest.fixture(scope="module")
def cycle(scratch_site):
    """The demo of the prepared site, the site without it, and the demo put there anew and once more."""
    os.chdir(SITES)
    os.environ["FRAPPE_SITE"] = scratch_site
    import frappe

    frappe.init(scratch_site, force=True)
    frappe.connect()
    frappe.flags.in_test = True
    seen = {"first": content_of(frappe)}
    seen["removed"] = demo.remove()
    seen["traces"] = traces(frappe)
    seen["left"] = {table: count for table, count in _sizes(frappe).items() if _is_content(table) and count}
    seen["series"] = [row[0] for row in frappe.db.sql('select name from "tabSeries" where current > 0')]
    seen["logins"] = demo.install(PASSWORD)
    seen["second"] = content_of(frappe)
    sizes = _sizes(frappe)
    seen["again"] = demo.install(PASSWORD)
    seen["grown"] = {table: count for table, count in _sizes(frappe).items() if count != sizes[table]}
    # The site of the other tests is the same: what was tried here is rolled back before they look at it.
    frappe.set_user("Administrator")
    frappe.db.rollback()
    frappe.clear_cache()
    frappe.destroy()
    return seen


def _sizes(frappe):
    return {table: frappe.db.sql(f'select count(*) from "{table}"')[0][0] for table in tables_of(frappe)}


def _is_content(table):
    # The list of teams has a record that each site starts with.
    return table.removeprefix("tab") in set(CONTENT) - {"Team"}


def test_two_installations_have_the_same_content(cycle):
    for doctype in CONTENT:
        assert cycle["first"][doctype] == cycle["second"][doctype], doctype


def test_a_repeated_installation_adds_nothing(cycle):
    assert cycle["again"] == cycle["logins"]
    assert cycle["grown"] == {}


def test_removing_leaves_nothing_behind(cycle):
    assert cycle["removed"]["Person"] == 200
    assert cycle["traces"] == {}
    assert cycle["left"] == {}


def test_after_the_removal_numbers_begin_anew(cycle):
    assert not [name for name in cycle["series"] if name.startswith(("P-", "F-", "V-", "ANT-", "E-", "S-", "B-"))]


def test_eight_logins_with_every_role(site):
    for login in LOGINS:
        user = site.get_doc("User", login["user"])
        assert (user.language, user.full_name, user.enabled) == ("de", login["full_name"], 1)
        assert login["role"] in [row.role for row in user.roles]
    assert {login["role"] for login in LOGINS} == set(ROLES)


def test_the_password_opens_each_login(site):
    from frappe.utils.password import check_password

    demo.install(PASSWORD)
    for login in LOGINS:
        assert check_password(login["user"], PASSWORD) == login["user"]


@pytest.mark.parametrize(
    ("doctype", "least"),
    [("Person", 200), ("Case", 120), ("Application", 80), ("Actor", 40), ("Referral", 100), ("Barrier", 15)],
)
def test_there_are_as_many_as_promised(site, doctype, least):
    assert site.db.count(doctype) >= least


@pytest.mark.parametrize("doctype", WORKFLOWS)
def test_every_state_of_a_workflow_is_shown(site, doctype):
    states = {row.state for row in site.get_doc("Workflow", f"KIM {doctype}").states}
    assert states <= set(site.get_all(doctype, pluck="workflow_state"))


def test_every_type_of_meeting_and_both_offices_are_shown(site):
    types = site.get_meta("Meeting").get_field("meeting_type").options.split("\n")
    assert set(filter(None, types)) == set(site.get_all("Meeting", pluck="meeting_type"))
    assert set(site.get_all("Application", pluck="office")) == {"Foreigners Office", "Naturalisation Office"}


def test_the_officer_finds_a_list_of_declined_enquiries_to_approve(site, acting):
    with acting("datenschutz@kim.example"):
        (run,) = site.get_list("Retention Run", filters={"status": "Dry Run"}, pluck="name")
        items = site.get_doc("Retention Run", run).items
    assert {item.rule for item in items} == {"Abgelehnte Anfrage"}
    states = {site.db.get_value("Case", item.document_name, "workflow_state") for item in items}
    assert states == {"Declined"}


def test_each_case_manager_has_about_half_of_the_cases_and_sees_no_others(site, acting):
    for user in (CM1, CM2):
        with acting(user):
            cases = site.get_list("Case", fields=["case_manager"], limit=0)
        assert {case.case_manager for case in cases} == {user}
        assert 50 <= len(cases) <= 70


def test_the_history_of_each_state_is_without_gaps_and_not_in_the_future(site):
    for doctype in WORKFLOWS:
        for doc in site.get_all(doctype, fields=["name", "workflow_state"]):
            rows = site.get_all(
                "State Period", filters={"parent": doc.name}, fields=["state", "entered_on", "left_on", "days"],
                order_by="idx",
            )  # fmt: skip
            if not rows:
                continue
            assert rows[-1].state == doc.workflow_state
            assert rows[-1].left_on is None
            for row, following in itertools.pairwise(rows):
                assert row.left_on == following.entered_on >= row.entered_on, doc.name
                assert row.days == pytest.approx((row.left_on - row.entered_on) / timedelta(days=1), abs=0.01)
            # What was installed this morning may have been done later on the same day.
            assert rows[-1].entered_on.date() <= site.utils.getdate()


def test_waiting_for_an_appointment_makes_linking_longer(site):
    slow = site.get_all(
        "Barrier Occurrence",
        filters={"parent": site.db.get_value("Barrier", {"title": ("like", "Lange Wartezeit%")})},
        pluck="case",
    )
    days = site.get_all(
        "State Period", filters={"state": "Linking", "left_on": ("is", "set")}, fields=["parent", "days"]
    )
    mine = [row.days for row in days if row.parent in slow]
    others = [row.days for row in days if row.parent not in slow]
    assert len(mine) == 9
    assert sum(mine) / len(mine) > 25 + sum(others) / len(others)


def test_nationalities_are_those_of_the_source(site):
    found = Counter(site.get_all("Person", pluck="nationality"))
    assert [country for country, _ in found.most_common(3)] == ["Syria", "Ukraine", "Afghanistan"]
    assert len(found) >= 15


def test_contact_data_cannot_reach_anybody(site):
    for doctype in ("Person", "Actor"):
        for doc in site.get_all(doctype, fields=["phone", "email"]):
            assert not doc.phone or doc.phone.startswith(("0221 4710", "030 23125"))
            assert not doc.email or doc.email.endswith(".example")


@pytest.mark.parametrize("doctype", [*WORKFLOWS, "Person", "Actor", "Offer", "Consent", "Assessment", "Contact Note"])
def test_what_is_there_could_be_saved_by_its_owner(site, acting, doctype):
    """Every check of the product holds for the demo as well, so that trainees can go on working with it."""
    author = "entered_by" if doctype == "Person" else "owner"
    rows = site.get_all(doctype, fields=["name", f"{author} as author"], order_by="name")
    for row in rows[:: max(1, len(rows) // 12)]:
        writer = "koordination@kim.example" if doctype == "Barrier" else row.author
        with acting(writer):
            assert site.get_doc(doctype, row.name).save().name == row.name


@pytest.mark.parametrize("user", [CM1, "auslaenderamt@kim.example", "koordination@kim.example"])
def test_a_barrier_hides_the_cases_of_others_however_often_it_is_answered(site, acting, user):
    with acting(user):
        own = set(site.get_list("Case", pluck="name", limit=0)) if user == CM1 else set()
        shown = set()
        for name in site.get_all("Barrier", pluck="name"):
            barrier = site.get_doc("Barrier", name)
            for _again in range(2):
                barrier.apply_fieldlevel_read_permissions()
                shown |= {row.get("case") for row in barrier.get("occurrences") or []} - {None}
    assert shown <= own
    assert bool(shown) == bool(own)


def test_removing_takes_what_the_logins_entered_and_spares_the_rest(site, make, acting, person):
    actor = site.get_all("Actor", pluck="name", limit=1)[0]
    with acting(CM1):
        trainee = person(last_name="Eigener Versuch").name
    real = make("Offer", offer_name="Echtes Angebot", actor=actor).name
    demo.remove()
    assert not site.db.exists("Person", trainee)
    assert site.db.exists("Offer", real)
    assert site.get_all("Actor", pluck="name") == [actor]


def test_no_demo_data_beside_real_people(site, person):
    demo.remove()
    person()
    with pytest.raises(site.ValidationError, match="Please use a new site for training"):
        demo.install(PASSWORD)
    assert not site.db.exists("User", "admin@kim.example")


def test_the_hook_leads_here(site):
    assert site.get_hooks("demo_data") == ["kim_app.demo.install"]
    assert site.get_attr("kim_app.demo.install") is demo.install
