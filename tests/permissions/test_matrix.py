"""The permission matrix: role × document × way, with documents of one's own, the team's, a deputy's and others'.

l list, r read, w write, c create, d delete, e export, p print, s link search, n count, v report view
"""

import pytest

from tests.permissions.conftest import PEOPLE

READ = "lrpsnv"
WRITE, WORK = READ + "w", READ + "wc"
KEEP = READ + "wcde"
LOOK = "lrspn"
CASE_MANAGERS = ("owner", "reader", "writer", "deputy", "stranger")
CLERKS = ("foreigners", "naturalisation")


def team(rights, *who):
    return dict.fromkeys(who, rights)


# Who may create documents of a kind has "c" even where this one is a stranger's.
MATRIX = {
    "client": {**team("c", *CASE_MANAGERS, *CLERKS), **team(WORK, "owner", "deputy")},
    "household": {**team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy")},
    "case": {**team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy")},
    "for_reader": {**team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy"), "reader": READ + "c"},
    "for_writer": {**team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy", "writer")},
    "note": {**team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy")},
    "private": {**team("c", *CASE_MANAGERS), "owner": WORK},
    "assessment": {**team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy")},
    "referral": {**team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy")},
    "consent": {**team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy"), "officer": READ},
    "exchange": {
        **team("c", *CASE_MANAGERS), **team(WORK, "owner", "deputy"), **team(READ, *CLERKS), "officer": READ,
    },
    "shared": {**team("c", *CASE_MANAGERS, *CLERKS), **team(WORK, "owner", "deputy", "foreigners")},
    "agreed": {**team("c", *CASE_MANAGERS, *CLERKS), **team(WORK, "owner", "deputy", *CLERKS)},
    "citizen": {**team("c", *CASE_MANAGERS, *CLERKS), "naturalisation": WORK},
    "application": {**team("c", *CLERKS), "foreigners": WORK},
    "agreed_application": {**team("c", *CLERKS), "foreigners": WORK, **team(READ, "owner", "deputy")},
    "naturalisation": {**team("c", *CLERKS), "naturalisation": WORK},
    "conference": {**team("c", *CASE_MANAGERS, "coordinator"), **team(WORK, "owner", "deputy")},
    "steering": {**team(READ + "c", *CASE_MANAGERS), "coordinator": WORK, "steering": READ},
    "barrier": {**team(READ + "c", *CASE_MANAGERS, *CLERKS), "coordinator": WORK},
    "deputy": {
        **team("c", *CASE_MANAGERS), "owner": WORK + "d", "deputy": READ + "c", "coordinator": WORK,
    },
    "request": {"officer": WORK},
    "actor": {**team(READ, *CASE_MANAGERS, *CLERKS, "steering"), "coordinator": KEEP},
    "list": {**team(LOOK, *PEOPLE), "admin": KEEP, "nobody": ""},
}  # fmt: skip


@pytest.fixture
def ways(site, call):
    """Return for each letter a function that tries that way and says whether it led to the document."""

    def named(doc):
        return {"doctype": doc.doctype, "filters": {"name": doc.name}}

    def seen(answer, doc):
        return doc.name in str(answer)

    def export(doc):
        call("frappe.desk.reportview.export_query", **named(doc), fields=["name"], file_format_type="CSV", title="x")
        return seen(site.local.response["filecontent"], doc)

    def report(doc):
        answer = call("frappe.desk.reportview.get", **named(doc), fields=["name"], view="Report")
        return seen(answer, doc) and site.has_permission(doc.doctype, "report")

    def write(doc):
        return bool(site.get_doc(doc.doctype, doc.name).save())

    return {
        "l": lambda doc: seen(call("frappe.client.get_list", **named(doc)), doc),
        "r": lambda doc: seen(call("frappe.client.get", doctype=doc.doctype, name=doc.name)["name"], doc),
        "w": write,
        "c": lambda doc: site.has_permission(doc.doctype, "create"),
        "d": lambda doc: site.get_doc(doc.doctype, doc.name).has_permission("delete"),
        "e": export,
        "p": lambda doc: bool(call("frappe.www.printview.get_html_and_style", doc=doc.doctype, name=doc.name)["html"]),
        "s": lambda doc: seen(call("frappe.desk.search.search_link", doctype=doc.doctype, txt=doc.name), doc),
        "n": lambda doc: call("frappe.client.get_count", **named(doc)) == 1,
        "v": report,
    }


def letters(site, ways, doc):
    """Return the letters of all ways that led to the document."""
    found = set()
    for letter, way in ways.items():
        try:
            if way(doc):
                found.add(letter)
        except site.PermissionError:
            continue
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_each_way_is_open_to_those_of_the_table_and_to_nobody_else(site, town, acting, ways, who):
    town.docs.actor = site.get_doc("Actor", "Akteur der Stadt")
    town.docs.list = site.get_doc("Life Area", "work")
    differing = {}
    for key, table in MATRIX.items():
        with acting(town.people[who]):
            found = letters(site, ways, getattr(town.docs, key))
        if found != set(table.get(who, "")):
            differing[key] = "".join(sorted(found)), "".join(sorted(table.get(who, "")))
    assert differing == {}, "found, expected"


def test_the_person_of_a_team_case_is_seen_as_the_team_allows(site, town, acting):
    for key, member, may_write in (("for_reader", "reader", False), ("for_writer", "writer", True)):
        person = site.get_doc("Person", getattr(town.docs, key).person)
        for who in ("reader", "writer", "stranger"):
            with acting(town.people[who]):
                assert person.has_permission("read") is (who == member)
                assert person.has_permission("write") is (who == member and may_write)


def test_a_deputy_sees_the_cases_on_the_days_of_the_leave_only(site, town, acting):
    from frappe.utils import add_days, nowdate

    for starts, ends, seen in ((0, 0, True), (1, 3, False), (-3, -1, False)):
        days = {"starts_on": add_days(nowdate(), starts), "ends_on": add_days(nowdate(), ends)}
        site.db.set_value("Deputy Arrangement", town.docs.deputy.name, days)
        with acting(town.people["deputy"]):
            assert site.get_doc("Case", town.docs.case.name).has_permission("read") is seen


def test_a_deputy_sees_confidential_notes_only_if_they_were_opened(site, town, acting):
    for opened in (0, 1):
        site.db.set_value("Deputy Arrangement", town.docs.deputy.name, "confidential_notes", opened)
        with acting(town.people["deputy"]):
            assert site.get_doc("Contact Note", town.docs.private.name).has_permission("read") is bool(opened)


def test_without_building_block_3_no_office_sees_anything(site, town, acting):
    site.db.set_single_value("KIM Settings", "building_block_3", 0)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    for who, key in (("foreigners", "shared"), ("foreigners", "application"), ("naturalisation", "citizen")):
        doc = getattr(town.docs, key)
        with acting(town.people[who]):
            assert not site.get_doc(doc.doctype, doc.name).has_permission("read")
