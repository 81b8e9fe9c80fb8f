"""Every way out of the database: what an attacker asks for and does not get, and what the rightful reader gets."""

import itertools
import json

import pytest

from tests.permissions.conftest import OFFICE_SECRET, SECRET

OUTSIDERS = ("stranger", "coordinator", "foreigners", "naturalisation", "steering", "admin", "officer", "nobody")
SECRET_DOCS = ("client", "household", "case", "note", "private", "assessment", "referral", "consent", "conference")
ALSO_READ_BY = {"consent": {"officer"}}
"""The register of consents, without names."""


def everything(value):
    return json.dumps(value, default=str, ensure_ascii=False)


def attempts(doc):
    """Yield the calls by which somebody could try to read a document or learn of it."""
    named = {"doctype": doc.doctype, "name": doc.name}
    mine = {"name": doc.name}
    yield "frappe.client.get", named
    yield "frappe.client.get", {"doctype": doc.doctype, "filters": mine}
    yield "frappe.client.get_value", {"doctype": doc.doctype, "filters": mine, "fieldname": "modified"}
    yield "frappe.client.get_list", {"doctype": doc.doctype, "filters": mine, "fields": ["name", "_comments"]}
    yield "frappe.client.get_count", {"doctype": doc.doctype, "filters": mine}
    yield "frappe.desk.form.load.getdoc", named
    yield "frappe.desk.form.load.get_docinfo", named
    yield "frappe.desk.form.load.get_communications", named
    yield "frappe.desk.reportview.get", {"doctype": doc.doctype, "filters": mine, "fields": ["name"]}
    yield "frappe.desk.reportview.get_list", {"doctype": doc.doctype, "filters": mine, "fields": ["name"]}
    yield "frappe.desk.reportview.get_count", {"doctype": doc.doctype, "filters": mine, "fields": []}
    yield "frappe.desk.reportview.get_sidebar_stats", {"doctype": doc.doctype, "stats": ["_user_tags"]}
    yield "frappe.desk.listview.get_group_by_count", {"doctype": doc.doctype, "current_filters": mine, "field": "owner"}
    yield "frappe.desk.search.search_link", {"doctype": doc.doctype, "txt": doc.name}
    yield "frappe.desk.search.get_link_title", {"doctype": doc.doctype, "docname": doc.name}
    yield "frappe.desk.link_preview.get_preview_data", {"doctype": doc.doctype, "docname": doc.name}
    yield "frappe.desk.notifications.get_open_count", named
    yield "frappe.www.printview.get_html_and_style", {"doc": doc.doctype, "name": doc.name}
    yield "frappe.utils.print_format.download_pdf", named
    yield "frappe.utils.global_search.search", {"text": SECRET}
    yield "frappe.desk.doctype.tag.tag.get_documents_for_tag", {"tag": SECRET}
    yield "frappe.desk.doctype.tag.tag.get_tagged_docs", {"doctype": doc.doctype, "tag": SECRET}
    yield "frappe.desk.form.linked_with.get", {"doctype": doc.doctype, "docname": doc.name}
    yield "frappe.desk.calendar.get_events", calendar(doc)
    yield "frappe.desk.form.utils.add_comment", {
        "reference_doctype": doc.doctype, "reference_name": doc.name, "content": "x",
        "comment_email": "x@app.test", "comment_by": "x",
    }  # fmt: skip
    yield "frappe.desk.form.document_follow.get_follow_users", {"doctype": doc.doctype, "doc_name": doc.name}


def calendar(doc):
    fields = {"start": "creation", "end": "modified", "id": "name", "title": "name"}
    return {"doctype": doc.doctype, "start": "2020-01-01", "end": "2040-01-01", "field_map": fields}


def told(site, call, doc, attempt):
    """Return what an attempt tells of the document: its secret text or, unless the asker named it, its name."""
    method, arguments = attempt
    try:
        answer = everything(call(method, **arguments))
    except (site.PermissionError, site.DoesNotExistError, site.ValidationError):
        return None
    if SECRET in answer or OFFICE_SECRET in answer:
        return answer
    asked = method in ("frappe.desk.search.get_link_title", "frappe.desk.form.document_follow.get_follow_users")
    counted = method.endswith("get_count") and answer not in ("0", "null")
    grouped = method.endswith("get_group_by_count") and answer != "[]"
    return answer if not asked and (doc.name in answer or counted or grouped) else None


@pytest.mark.parametrize("who", OUTSIDERS)
def test_an_outsider_learns_nothing_by_any_call(site, town, acting, call, who):
    leaks = {}
    for key in SECRET_DOCS:
        if who in ALSO_READ_BY.get(key, ()):
            continue
        doc = getattr(town.docs, key)
        with acting(town.people[who]):
            for attempt in attempts(doc):
                if answer := told(site, call, doc, attempt):
                    leaks[key, attempt[0]] = answer[:300]
    assert leaks == {}


def test_the_rightful_reader_gets_all_of_it(town, acting, call):
    for key in SECRET_DOCS:
        doc = getattr(town.docs, key)
        with acting(town.people["owner"]):
            assert call("frappe.client.get", doctype=doc.doctype, name=doc.name)["name"] == doc.name
            assert call("frappe.desk.form.load.getdoc", doctype=doc.doctype, name=doc.name)["docs"][0].name == doc.name
            assert call("frappe.client.get_count", doctype=doc.doctype, filters={"name": doc.name}) == 1
            html = call("frappe.www.printview.get_html_and_style", doc=doc.doctype, name=doc.name)["html"]
            assert doc.name in html


def test_the_timeline_of_an_own_case_is_whole(town, acting, call):
    with acting(town.people["owner"]):
        docinfo = call("frappe.desk.form.load.getdoc", doctype="Case", name=town.docs.case.name)["docinfo"]
    assert SECRET in everything(docinfo["comments"])
    assert docinfo["attachments"][0]["file_name"].startswith("akte")
    assert docinfo["assignments"] or docinfo["tags"]


FOLLOWERS = ("Comment", "File", "ToDo", "Tag Link", "Version", "View Log", "Communication", "Activity Log")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_list_of_what_follows_a_document_tells_of_it(site, town, acting, call, who):
    ways = itertools.product(FOLLOWERS, ("frappe.client.get_list", "frappe.desk.reportview.get"))
    with acting(town.people[who]):
        for doctype, method in ways:
            try:
                answer = everything(call(method, doctype=doctype, fields=["*"], limit_page_length=0))
            except site.PermissionError:
                continue
            assert SECRET not in answer
            assert town.docs.case.name not in answer
            assert who == "foreigners" or OFFICE_SECRET not in answer


def test_who_works_on_a_case_finds_its_comments_files_and_tasks(town, acting, call):
    with acting(town.people["owner"]):
        files = call("frappe.client.get_list", doctype="File", filters={"attached_to_name": town.docs.case.name})
        tasks = call("frappe.client.get_list", doctype="ToDo", filters={"reference_name": town.docs.case.name})
    assert (len(files), len(tasks)) == (1, 1)


def test_a_file_does_not_stay_with_its_uploader(site, town, acting):
    file, case = town.docs.file, site.get_doc("Case", town.docs.case.name)
    with acting(town.people["owner"]):
        assert site.get_doc("File", file.name).has_permission("read")
    site.db.set_value("Case", case.name, "case_manager", town.people["stranger"])
    with acting(town.people["owner"]):
        assert not site.get_doc("File", file.name).has_permission("read")
    with acting(town.people["stranger"]):
        assert site.get_doc("File", file.name).has_permission("read")


def test_rows_of_a_table_are_read_with_their_document_only(site, town, acting, call):
    ask = {"doctype": "Assessment Score", "parent": "Assessment", "fields": ["parent", "resource"]}
    with acting(town.people["stranger"]):
        assert call("frappe.client.get_list", **ask) == []
        with pytest.raises(site.PermissionError):
            call("frappe.client.get_list", **{**ask, "parent": "KIM Settings"})
    with acting(town.people["owner"]):
        assert SECRET in everything(call("frappe.client.get_list", **ask))


@pytest.mark.parametrize("who", ["owner", "foreigners", "coordinator", "admin", "officer"])
def test_nobody_exports_content(site, town, acting, call, who):
    for doctype in ("Case", "Person", "Contact Note", "Application", "Consent"):
        view = {"doctype": doctype, "fields": ["name"], "file_format_type": "CSV", "title": "x"}
        table = {"doctype": doctype, "parent_doctype": doctype, "with_data": True, "file_type": "CSV"}
        with acting(town.people[who]):
            with pytest.raises(site.PermissionError):
                call("frappe.desk.reportview.export_query", **view)
            with pytest.raises(site.PermissionError):
                call("frappe.core.doctype.data_export.exporter.export_data", **table)


def test_the_directory_is_exported_by_who_keeps_it(town, acting, call, site):
    ask = {"doctype": "Actor", "fields": ["name"], "file_format_type": "CSV", "title": "x"}
    with acting(town.people["coordinator"]):
        assert "Akteur der Stadt" in str(call("frappe.desk.reportview.export_query", **ask)["filecontent"])
    with acting(town.people["owner"]), pytest.raises(site.PermissionError):
        call("frappe.desk.reportview.export_query", **ask)
