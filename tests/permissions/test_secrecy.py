"""Between counselling and offices: on a person whom both know, neither side finds a trace of the other."""

import json

import pytest

from tests.permissions.conftest import OFFICE_SECRET, SECRET
from tests.permissions.test_exits import everything


def form(call, doc):
    answer = call("frappe.desk.form.load.getdoc", doctype=doc.doctype, name=doc.name)
    return answer["docs"][0].as_dict(), answer["docinfo"]


def test_a_clerk_finds_no_trace_of_counselling_on_a_shared_person(town, acting, call):
    counsellor = town.people["owner"]
    with acting(town.people["foreigners"]):
        person, docinfo = form(call, town.docs.shared)
        listed = call("frappe.client.get_list", doctype="Person", filters={"name": person["name"]}, fields=["*"])
        connections = call("frappe.desk.notifications.get_open_count", doctype="Person", name=person["name"])
    for answer in (person, docinfo, listed):
        assert counsellor not in everything(answer)
        assert SECRET not in everything(answer)
        assert town.docs.household.name not in everything(answer)
    assert "Case" not in everything(connections)
    assert person["city"] == "Bonn", "the clerk does read the person"
    assert docinfo["versions"] == []


def test_a_counsellor_finds_no_trace_of_the_office_on_a_shared_person(town, acting, call, site):
    clerk = town.people["foreigners"]
    with acting(clerk):
        shared = site.get_doc("Person", town.docs.shared.name)
        shared.update({"city": "Siegburg"}).save()
    with acting(town.people["owner"]):
        person, docinfo = form(call, town.docs.shared)
        connections = call("frappe.desk.notifications.get_open_count", doctype="Person", name=person["name"])
    assert person["city"] == "Siegburg"
    assert clerk not in everything(docinfo)
    assert clerk not in everything({**person, "entered_by": None})
    assert [version["owner"] for version in docinfo["versions"]] == [town.people["owner"]]
    assert all(
        row["count"] == 0 for row in connections["count"]["external_links_found"] if row["doctype"] == "Application"
    )


@pytest.mark.parametrize("fieldname", ["owner", "modified_by"])
def test_nobody_finds_out_by_filter_group_or_sort_who_else_knows_a_person(town, acting, call, fieldname):
    with acting(town.people["foreigners"]):
        ask = {"doctype": "Person", "filters": {fieldname: town.people["owner"]}}
        assert call("frappe.client.get_list", **ask) == []
        assert call("frappe.client.get_count", **ask) == 0
        groups = call("frappe.desk.listview.get_group_by_count", doctype="Person", current_filters={}, field=fieldname)
    assert {row["name"] for row in groups} == {"Administrator"}


@pytest.mark.parametrize("way", ["filters", "order_by", "group_by", "fields"])
@pytest.mark.parametrize("method", ["frappe.client.get_list", "frappe.desk.reportview.get"])
def test_hidden_fields_of_a_person_are_no_oracle(site, town, acting, call, way, method):
    for fieldname in ("household", "other_names", "entered_by", "household_size"):
        value = {"filters": {fieldname: ("is", "set")}, "fields": ["name", fieldname], "group_by": fieldname}
        with acting(town.people["foreigners"]):
            try:
                answer = everything(
                    call(method, doctype="Person", **{"fields": ["name"], way: value.get(way, fieldname)})
                )
            except (site.PermissionError, site.ValidationError):
                continue
        assert way == "fields", f"{fieldname} is taken as {way}: {answer}"
        assert SECRET not in answer
        assert town.docs.household.name not in answer
        assert town.people["owner"] not in answer


def test_a_clerk_cannot_ask_for_relatives_of_a_person(site, town, acting, call):
    ask = {"doctype": "Family Relation", "parent": "Person", "fields": ["relative", "relative_name"]}
    site.get_doc("Person", town.docs.shared.name).append(
        "family_relations", {"relative": town.docs.client.name, "relation": "Child"}
    ).save()
    with acting(town.people["foreigners"]):
        try:
            answer = everything(call("frappe.client.get_list", **ask))
        except site.PermissionError:
            answer = ""
    assert town.docs.client.name not in answer


@pytest.mark.parametrize(
    ("doctype", "values"),
    [
        ("Comment", {"reference_doctype": "Person", "comment_type": "Comment", "content": "Notiz"}),
        ("File", {"attached_to_doctype": "Person", "file_name": "a.txt", "content": "x", "is_private": 1}),
        ("ToDo", {"reference_type": "Person", "description": "Anrufen"}),
    ],
)
def test_nothing_is_hung_on_a_person(site, town, acting, doctype, values):
    target = "attached_to_name" if doctype == "File" else "reference_name"
    before = site.db.count(doctype)
    for who in ("owner", "foreigners"):
        with acting(town.people[who]), pytest.raises((site.PermissionError, site.ValidationError)):
            site.get_doc({"doctype": doctype, target: town.docs.shared.name, **values}).insert()
    assert site.db.count(doctype) == before


def test_a_comment_on_a_person_is_refused_with_the_way_out(town, acting, call, site):
    ask = {
        "reference_doctype": "Person", "reference_name": town.docs.shared.name, "content": "Notiz",
        "comment_email": "x@app.test", "comment_by": "x",
    }  # fmt: skip
    with acting(town.people["owner"]), pytest.raises(site.ValidationError, match="Please use the case"):
        call("frappe.desk.form.utils.add_comment", **ask)
    assert not site.db.exists("Comment", {"reference_name": town.docs.shared.name, "comment_type": "Comment"})


def test_a_case_manager_reads_state_and_due_date_of_an_application_and_nothing_more(town, acting, call):
    with acting(town.people["owner"]):
        application, docinfo = form(call, town.docs.agreed_application)
        listed = call(
            "frappe.client.get_list", doctype="Application", filters={"name": application["name"]}, fields=["*"]
        )
        files = call("frappe.client.get_list", doctype="File", filters={"attached_to_name": application["name"]})
    assert (application["workflow_state"], bool(application["due_on"])) == ("Received", True)
    for answer in (application, docinfo, listed):
        assert OFFICE_SECRET not in everything(answer)
    assert not application.get("requirements")
    assert files == []
    assert docinfo["comments"] == docinfo["versions"] == docinfo["attachments"] == []


def test_the_office_reads_its_own_application_whole(town, acting, call):
    with acting(town.people["foreigners"]):
        application, docinfo = form(call, town.docs.agreed_application)
    assert application["decision_note"] == OFFICE_SECRET
    assert OFFICE_SECRET in everything(docinfo["comments"])
    assert len(docinfo["attachments"]) == 1


def test_without_exchange_consent_no_application_is_seen(site, town, acting, call):
    with acting(town.people["owner"]), pytest.raises(site.PermissionError):
        call("frappe.client.get", doctype="Application", name=town.docs.application.name)


def test_the_officer_reads_the_register_without_names_and_texts_of_others(town, acting, call):
    with acting(town.people["officer"]):
        consent, docinfo = form(call, town.docs.consent)
    assert (consent["purpose"], consent.get("person_name")) == ("Counselling", None)
    assert docinfo["versions"] == docinfo["comments"] == docinfo["attachments"] == []


def test_old_values_of_hidden_fields_are_cut_from_versions(site, town, acting, call):
    with acting(town.people["owner"]):
        barrier = site.get_doc("Barrier", town.docs.barrier.name)
    barrier.append("occurrences", {"case": town.docs.shared_case.name})
    barrier.proposal = "Mehr Termine"
    barrier.save()
    with acting(town.people["coordinator"]):
        docinfo = form(call, barrier)[1]
    data = json.loads(docinfo["versions"][0]["data"])
    assert [row[0] for row in data["changed"] if row[0] == "proposal"] == ["proposal"]
    assert town.docs.shared_case.name not in everything(docinfo)


def test_a_mention_of_an_outsider_is_refused(site, town, acting):
    mention = '<span class="mention" data-id="{0}" data-value="X" data-denotation-char="@">X</span>'
    comment = {"doctype": "Comment", "reference_doctype": "Case", "reference_name": town.docs.case.name}
    with acting(town.people["owner"]):
        text = mention.format(town.people["stranger"])
        with pytest.raises(site.PermissionError, match="cannot be mentioned"):
            site.get_doc({**comment, "comment_type": "Comment", "content": text}).insert(ignore_permissions=True)
        text = mention.format(town.people["deputy"])
        site.get_doc({**comment, "comment_type": "Comment", "content": text}).insert(ignore_permissions=True)
    assert site.db.count("Comment", {"reference_name": town.docs.case.name, "content": ("like", "%mention%")}) == 1
