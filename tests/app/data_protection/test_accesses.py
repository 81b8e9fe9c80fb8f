"""Every opening of a document about a person leaves a mark that only the officer reads."""

import json

import pytest
from werkzeug.wrappers import Request

from frappe.desk.query_report import run
from frappe.utils import add_days, nowdate

from kim_app.kim.report.access_log.access_log import execute
from kim_app.permissions.companions import CONTENT


@pytest.fixture
def opened(site, client):
    """Return a function that notes openings: opened(user, doctype, name, days_ago=0, hour=10)."""

    def note(user, doctype, name, days_ago=0, hour=10):
        log = site.get_doc(
            {"doctype": "View Log", "viewed_by": user, "reference_doctype": doctype, "reference_name": name}
        ).insert()
        moment = f"{add_days(nowdate(), -days_ago)} {hour:02}:30:00"
        site.db.set_value("View Log", log.name, "creation", moment, update_modified=False)

    return note


@pytest.fixture
def noted(site, monkeypatch):
    """What is noted while a request is under way; the framework would write it after the answer was sent."""
    found = []
    monkeypatch.setattr("frappe.model.document.Document.add_viewed", lambda doc: found.append(doc.name))
    return found


def reading(site, path):
    site.local.request = Request.from_values(path)
    site.local.form_dict = site._dict()


def test_a_colleague_who_opened_sixty_persons_in_the_evening_stands_on_top(client, opened, acting, officer, person):
    for _number in range(60):
        opened(client.manager, "Person", person().name, days_ago=1, hour=21)
    opened("Administrator", "Case", client.case.name)
    with acting(officer):
        first = execute({})[1][0]
    assert (first["user"], first["persons"], first["evening"]) == (client.manager, 60, 60)
    assert str(first["day"]) == add_days(nowdate(), -1)


def test_each_opening_names_the_number_and_nothing_else(client, opened, acting, officer):
    opened(client.manager, "Case", client.case.name)
    with acting(officer):
        columns, rows = execute({"details": 1, "document": client.case.name})
    assert [(row.user, row.document_type, row.document) for row in rows] == [(client.manager, "Case", client.case.name)]
    assert "Samira" not in json.dumps(rows, default=str)
    assert {column["fieldname"] for column in columns} == {
        "creation",
        "user",
        "kind",
        "document",
        "deputy_for",
    }


def test_access_as_deputy_is_visible(client, opened, acting, officer, make, user_with):
    deputy = user_with("KIM Case Manager")
    with acting(client.manager):
        make(
            "Deputy Arrangement", absent_user=client.manager, deputy=deputy, starts_on=add_days(nowdate(), -3),
            ends_on=add_days(nowdate(), 1),
        )  # fmt: skip
    opened(deputy, "Case", client.case.name)
    opened(deputy, "Contact Note", client.note.name, days_ago=5)
    with acting(officer):
        rows = execute({"details": 1, "user": deputy})[1]
    assert [(row.document, row.deputy_for) for row in rows] == [
        (client.case.name, client.manager),
        (client.note.name, None),
    ]


@pytest.mark.parametrize("report", ["Access Log", "Disclosures"])
@pytest.mark.parametrize("role", ["System Manager", "KIM Administrator", "KIM Case Manager", "KIM Coordinator"])
def test_only_the_officer_runs_the_reports(site, client, acting, user_with, report, role):
    with acting(user_with(role)), pytest.raises(site.PermissionError):
        run(report, filters={})


def test_the_officer_runs_both(client, acting, officer):
    with acting(officer):
        assert run("Access Log", filters={})["columns"]
        rows = run("Disclosures", filters={"foreigners_office_only": 1})["result"]
    assert [(row["recipient"], row["legal_basis"]) for row in rows if row.get("person") == client.person.name] == [
        (client.actor, "§ 87 AufenthG")
    ]


def test_reading_over_rest_is_noted_once(site, client, acting, noted):
    with acting(client.manager):
        reading(site, f"/api/resource/Case/{client.case.name}")
        doc = site.get_doc("Case", client.case.name)
        for _number in range(3):
            assert doc.has_permission("read")
    assert noted == [client.case.name]


def test_a_refused_reading_and_documents_on_the_way_are_not_noted(site, client, acting, user_with, noted):
    with acting(user_with("KIM Case Manager")):
        reading(site, f"/api/resource/Case/{client.case.name}")
        assert not site.get_doc("Case", client.case.name).has_permission("read")
    with acting(client.manager):
        reading(site, f"/api/resource/Contact Note/{client.note.name}")
        assert site.get_doc("Case", client.case.name).has_permission("read")
    assert noted == []


def test_every_doctype_about_a_person_notes_its_openings(site):
    fields = {doctype: {field.fieldname for field in site.get_meta(doctype).fields} for doctype in CONTENT}
    about = {doctype for doctype in CONTENT if {"person", "case"} & fields[doctype]} | {"Person"}
    assert {doctype for doctype in about if not site.get_meta(doctype).track_views} == {"Data Subject Request"}
