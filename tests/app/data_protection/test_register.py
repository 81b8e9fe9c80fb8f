"""The register of Art. 30 GDPR says what the system is, in the officer's words, and nothing of any content."""

import json

import pytest

from frappe.desk.query_report import run
from frappe.permissions import add_permission, update_permission_property
from frappe.utils import nowdate

from kim_app.api.data_protection import kinds_with_personal_data
from kim_app.data_protection import register
from kim_app.setup.install import seed
from tests.app.test_doctypes import DOCTYPES, MAIN

OFFICER, ADMINISTRATOR = "KIM Data Protection Officer", "KIM Administrator"
COUNSELLING = "Beratung im Fallmanagement"
PEOPLE = {"Person", "User"}
CONTENT = {"Person", "Case", "Household"}


@pytest.fixture
def report(site, officer, acting):
    """Return a function that gives the rows of the report as the officer reads them, by kind of document."""

    def ask(**filters):
        with acting(officer):
            rows = run("Data Protection Register", filters=filters)["result"]
        return {row["document_type"]: row for row in rows if row["document_type"]}

    return ask


def fields_with_rows(doctype):
    tables = {field["options"] for field in doctype["fields"] if field["fieldtype"].startswith("Table")}
    rows = [other["fields"] for other in DOCTYPES if other["name"] in tables]
    return [*doctype["fields"], *(field for fields in rows for field in fields)]


def holds_data_of_people(doctype):
    """Decide it from the file of the DocType alone: it names people, or has an address of somebody."""
    fields = fields_with_rows(doctype)
    linked = {field.get("options") for field in fields if field["fieldtype"] == "Link"}
    addresses = any(field.get("options") in ("Email", "Phone") for field in fields)
    chosen = any(field["fieldtype"] == "Dynamic Link" for field in fields)
    return doctype["name"] in CONTENT or bool(linked & (PEOPLE | CONTENT)) or addresses or chosen


def test_every_doctype_of_kim_with_personal_data_is_in_the_register(report):
    rows = report()
    personal = {doctype["name"] for doctype in MAIN if holds_data_of_people(doctype)}
    assert {"Person", "Case", "Actor", "Meeting", "Measure", "Team", "Statistic"} <= personal
    assert personal - set(rows) == set()
    for name in personal:
        row = rows[name]
        told = (
            row["activity"],
            row["purpose"],
            row["legal_basis"],
            row["persons"],
            row["categories"],
            row["retention"],
        )
        assert all(told) and not row["missing"], name


def test_each_part_of_article_30_is_told_of_each_kind(report):
    empty = {
        kind: [key for key in ("persons", "categories", "readers", "retention", "safeguards") if not row[key]]
        for kind, row in report().items()
    }
    assert len(empty) > 30
    assert not {kind for kind, keys in empty.items() if keys}


@pytest.fixture
def added(site):
    """A kind of document of the administrator's own, with a client; its table was there before."""
    name = "Land Mapping"
    values = {"dt": name, "fieldname": "client", "fieldtype": "Link", "options": "Person", "label": "Ratsuchende"}
    site.get_doc({"doctype": "Custom Field", "name": f"{name}-client", **values}).db_insert()
    site.db.set_value("DocType", name, {"module": "Custom", "custom": 1})
    site.clear_cache(doctype=name)
    yield name
    site.db.rollback()
    site.clear_cache(doctype=name)


def test_a_kind_that_an_administrator_adds_is_in_the_register_and_lacks_its_activity(site, added, report):
    row = report(gaps_only=1)[added]
    assert (row["activity"], row["missing"]) == ("", "Processing Activity, Retention Period")
    assert (row["persons"], row["records"]) == ("Clients and Their Families", site.db.count(added))
    assert "Ratsuchende" in row["categories"]
    assert row["readers"] == "KIM Coordinator, KIM Administrator"
    activity = site.get_doc("Processing Activity", COUNSELLING)
    activity.append("documents", {"document_type": added, "retention": "ein Jahr"})
    activity.save()
    assert added not in report(gaps_only=1)
    row = report()[added]
    assert (row["activity"], row["retention"], row["purpose"]) == (COUNSELLING, "ein Jahr", activity.purpose)


def test_the_readers_are_those_who_may_read_today(report):
    before = report()["Deputy Arrangement"]["readers"]
    add_permission("Deputy Arrangement", "KIM Naturalisation Clerk")
    update_permission_property("Deputy Arrangement", "KIM Coordinator", 0, "read", 0, validate=False)
    after = report()["Deputy Arrangement"]["readers"]
    assert before == "KIM Case Manager (by rule), KIM Coordinator"
    assert set(after.split(", ")) == {"KIM Case Manager (by rule)", "KIM Naturalisation Clerk (by rule)"}


def test_recipients_are_those_to_whom_something_went(site, client, report, make):
    site.db.delete("Disclosure")
    site.db.set_value("Referral", {"name": ("is", "set")}, "sent_on", None)
    assert {report()[kind]["recipients"] for kind in ("Person", "Case", "Referral", "Disclosure")} == {""}
    site.db.set_value("Referral", client.referral.name, "sent_on", nowdate())
    rows = report()
    told = {kind: rows[kind]["recipients"] for kind in ("Person", "Case", "Referral", "Disclosure", "Contact Note")}
    office = site.db.get_value("Actor Type", "abh", "label")
    assert told == {"Person": office, "Case": office, "Referral": office, "Disclosure": "", "Contact Note": ""}


def test_the_retention_is_that_of_the_rules(site, report):
    rule = site.get_doc("Retention Rule", "Kontaktnotizen nach Abschluss")
    rule.months = 17
    rule.save()
    assert "17 months after the day in “Closed On”, then anonymise" in report()["Contact Note"]["retention"]
    site.db.set_value("Retention Rule", {"document_type": "Contact Note"}, "active", 0)
    assert report()["Contact Note"]["retention"] == "With the person, after the last case or application"
    assert report()["Access Log"]["retention"] == "Removed by the system after 365 days"


def test_the_officer_writes_what_the_system_cannot_know_and_an_update_leaves_it(site, officer, acting, report):
    with acting(officer):
        activity = site.get_doc("Processing Activity", COUNSELLING)
        activity.purpose = "Unser Zweck"
        activity.documents[-1].special_categories = "Gesundheit"
        activity.save()
    gone = "Steuerung und Berichte"
    site.delete_doc("Processing Activity", gone)
    seed()
    rows = report()
    last = activity.documents[-1].document_type
    assert (rows["Case"]["purpose"], rows[last]["special"]) == ("Unser Zweck", "Gesundheit")
    assert not site.db.exists("Processing Activity", gone)
    assert rows["Statistic"]["missing"] == "Processing Activity, Retention Period"


def test_life_areas_mark_what_may_tell_of_health_though_nobody_wrote_it(site, report):
    site.db.set_value("Processing Activity Document", {"document_type": "Contact Note"}, "special_categories", None)
    rows = report(special_only=1)
    assert rows["Contact Note"]["special"] == "Life Areas"
    assert "Team" not in rows


def test_a_kind_that_several_activities_need_counts_once(site, officer, acting):
    with acting(officer):
        rows = run("Data Protection Register", filters={})["result"]
    persons = [row for row in rows if row["document_type"] == "Person"]
    assert len({row["activity"] for row in persons}) > 1
    assert {row["records"] for row in persons} == {site.db.count("Person")}
    assert rows[-1]["records"] == sum({row["document_type"]: row["records"] for row in rows[:-1]}.values())


def test_it_tells_no_content(site, client, officer, acting):
    with acting(officer):
        told = json.dumps(run("Data Protection Register", filters={}), default=str)
    names = (client.person.name, client.case.name, client.actor, "Samira", "Kummer-Probe", client.manager)
    assert not [name for name in names if name in told]


@pytest.mark.parametrize(
    ("kinds", "refusal"),
    [(["Kein Dokument"], "there are no documents of the kind"), (["Case", "Case"], "is named twice")],
)
def test_a_kind_that_there_is_not_or_that_stands_there_is_refused(site, kinds, refusal, expect_refusal, make):
    rows = [{"document_type": kind} for kind in kinds]
    before = register.rows({})
    with expect_refusal(refusal, "Processing Activity"):
        make("Processing Activity", activity_name="Probe", purpose="x", legal_basis="x", documents=rows)
    assert len(register.rows({})) == len(before)


def test_officer_and_administrator_choose_among_the_kinds_that_there_are(acting, officer, user_with):
    with acting(officer):
        kinds = kinds_with_personal_data()
    with acting(user_with(ADMINISTRATOR)):
        assert kinds_with_personal_data() == kinds
    assert {"Person", "View Log", "User"} <= set(kinds)
    assert "Life Area" not in kinds
