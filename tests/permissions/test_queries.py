"""What the rules cost: a form and a list ask the database as often for a hundred cases as for one."""

from contextlib import contextmanager

import pytest

from frappe.utils import nowdate

GETDOC, SAVEDOCS, LIST = "frappe.desk.form.load.getdoc", "frappe.desk.form.save.savedocs", "frappe.client.get_list"


@pytest.fixture
def asked(site, monkeypatch):
    """Return a context manager that yields the list of queries which are sent in it."""

    @contextmanager
    def collect():
        queries, send = [], site.local.db.sql
        with monkeypatch.context() as patch:
            patch.setattr(
                site.local.db, "sql", lambda query, *a, **k: queries.append(str(query)) or send(query, *a, **k)
            )
            yield queries

    return collect


def test_a_visible_document_is_found_by_one_query(site, town, acting, asked):
    case = site.get_doc("Case", town.docs.case.name)
    with acting(town.people["owner"]):
        site.has_permission("Case", "read", case)
        with asked() as queries:
            assert site.has_permission("Case", "read", case)
    assert len(queries) == 1


def test_a_form_loads_its_document_once_for_the_rights_it_tells(town, acting, asked, call):
    with acting(town.people["owner"]):
        call(GETDOC, doctype="Contact Note", name=town.docs.note.name)
        with asked() as queries:
            answer = call(GETDOC, doctype="Contact Note", name=town.docs.note.name)
    assert len([query for query in queries if query.startswith("SELECT * FROM `tabContact Note`")]) == 1
    assert answer["docinfo"]["permissions"]["write"] == 1


@pytest.mark.parametrize("doctype", ["Case", "Person", "Contact Note", "Referral"])
def test_forms_and_lists_ask_as_often_for_many_documents_as_for_one(
    site, town, make, person, acting, asked, call, doctype
):
    with acting(town.people["owner"]):
        documents = {"Case": "case", "Person": "client", "Contact Note": "note", "Referral": "referral"}
        name = getattr(town.docs, documents[doctype]).name
        counts = []
        ask_form = {"method": GETDOC, "doctype": doctype, "name": name}
        ask_list = {"method": LIST, "doctype": doctype, "fields": ["*"], "limit_page_length": 100}
        for _ in range(2):
            # What is kept from one request to the next is there.
            call(**ask_form), call(**ask_list)
            with asked() as form:
                call(**ask_form)
            with asked() as rows:
                found = call(**ask_list)
            counts.append((len(form), len(rows), len(found)))
            for number in range(8):
                case = make("Case", person=person(last_name=f"Weitere {number}").name)
                values = {"actor": "Akteur der Stadt", "life_area": "work", "reason": "information"}
                for record in (case, town.docs.case):
                    make("Contact Note", case=record.name, note="Mehr", channel="phone", contact_on=nowdate())
                    make("Referral", case=record.name, **values)
    assert counts[0][:2] == counts[1][:2]
    assert counts[1][2] >= counts[0][2] + 8


def test_a_form_that_is_read_only_keeps_the_other_rights_of_its_reader(town, acting, call):
    with acting(town.people["reader"]):
        rights = call(GETDOC, doctype="Case", name=town.docs.for_reader.name)["docinfo"]["permissions"]
    assert (rights["read"], rights["print"], rights["write"], rights["delete"]) == (1, 1, 0, 0)


def test_after_saving_the_form_is_told_the_rights_that_are_left(site, town, acting, call):
    with acting(town.people["owner"]):
        case = site.get_doc("Case", town.docs.case.name)
        case.concern = "Neu"
        saved = call(SAVEDOCS, doc=case.as_json(), action="Save")
        assert saved["docinfo"]["permissions"]["write"] == 1
        case = site.get_doc("Case", town.docs.case.name)
        case.case_manager = town.people["stranger"]
        given = call(SAVEDOCS, doc=case.as_json(), action="Save")
    assert given["docinfo"]["permissions"] == {"write": 0, "delete": 0}
