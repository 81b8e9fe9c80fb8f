"""What each side reads of an application: the clerk all but the case, the case manager status and due date alone."""

import json

import pytest

from frappe.client import get, get_count, get_list, get_value, set_value
from frappe.desk import reportview
from frappe.desk.query_report import run
from frappe.utils import add_days, nowdate
from frappe.www.printview import get_html_and_style

from kim_app.guards.forms import getdoc

LEVEL_0 = {"person", "person_name", "application_type", "workflow_state", "due_on"}
SECRET = "Geheimer Vermerk der Behoerde"
FRAMEWORK = {"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "doctype"}


@pytest.fixture
def shared(site, world, acting, make):
    """The foreigners' office's application of a person who is counselled by cm1 and agreed to the exchange."""
    person = world.docs["p_foreign"].name
    case = make("Case", person=person, case_manager=world.users["cm1"])
    consent = make("Consent", person=person, purpose="Exchange with Foreigners Office", given_on=nowdate())
    application = site.get_doc("Application", world.docs["app_foreign"].name)
    with acting(world.users["clerk_f"]):
        application.update({"decision_note": SECRET, "minor_child": 1})
        application.requirements[0].remark = SECRET
        application.save()
        application.add_comment("Comment", SECRET)
    return site._dict(application=application.name, case=case, consent=consent, person=person)


def fields_in(answer):
    return {key for key, value in answer.items() if value not in (None, [], "", 0)} - FRAMEWORK


def test_a_case_manager_reads_status_and_due_date(site, world, shared, acting):
    with acting(world.users["cm1"]):
        document = get("Application", shared.application)
    assert fields_in(document) <= LEVEL_0 | {"case", "_user_tags", "_comments", "_assign", "_liked_by", "_seen"}
    assert document["due_on"] and document["workflow_state"] == "Received"
    assert document["case"] == shared.case.name


def test_a_case_manager_gets_nothing_else_in_lists(site, world, shared, acting):
    hidden = ["decision_note", "clerk", "received_on", "completeness", "notices", "office"]
    with acting(world.users["cm1"]):
        (row,) = get_list("Application", fields=["name", "due_on", *hidden], filters={"name": shared.application})
        (everything,) = get_list("Application", fields=["*"], filters={"name": shared.application})
        assert get_count("Application", filters={"name": shared.application}) == 1
    assert not set(hidden) & set(row)
    assert not set(hidden) & set(everything)


@pytest.mark.parametrize("field", ["decision_note", "minor_child", "received_on", "completeness"])
def test_a_case_manager_can_neither_filter_nor_sort_by_what_is_hidden(site, world, shared, acting, field):
    with acting(world.users["cm1"]):
        for arguments in ({"filters": [[field, "is", "set"]]}, {"order_by": f"{field} asc"}):
            with pytest.raises(site.PermissionError):
                get_list("Application", fields=["name"], **arguments)
        with pytest.raises(site.PermissionError):
            get_count("Application", filters={field: ("is", "set")})
        with pytest.raises(site.PermissionError):
            get_list("Application", fields=["name"], filters=[["Application Requirement", "remark", "=", SECRET]])


def test_a_clerk_can_neither_filter_nor_sort_by_the_case(site, world, shared, acting):
    with acting(world.users["clerk_f"]):
        for arguments in ({"filters": {"case": shared.case.name}}, {"order_by": "case asc"}):
            with pytest.raises(site.PermissionError):
                get_list("Application", fields=["name"], **arguments)
        with pytest.raises(site.PermissionError):
            get_count("Application", filters={"case": ("is", "set")})


def test_a_case_managers_report_view_export_and_print_hold_nothing_else(site, world, shared, acting):
    with acting(world.users["cm1"]):
        site.local.form_dict = site._dict(
            doctype="Application",
            fields=json.dumps(["`tabApplication`.`name`", "`tabApplication`.`decision_note`"]),
            filters=json.dumps([["Application", "name", "=", shared.application]]),
            start=0, page_length=20, view="Report",
        )  # fmt: skip
        rows = reportview.get()
        assert SECRET not in json.dumps(rows, default=str)
        with pytest.raises(site.PermissionError):
            site.local.form_dict = site._dict(
                doctype="Application", fields=json.dumps(["`tabApplication`.`name`"]), file_format_type="CSV", title="x"
            )
            reportview.export_query()
        html = get_html_and_style("Application", shared.application)["html"]
    assert SECRET not in html and shared.application in html


def test_a_case_managers_form_brings_no_comment_and_no_version(site, world, shared, acting):
    with acting(world.users["cm1"]):
        site.response.docs = []
        getdoc("Application", shared.application)
        sent = json.dumps([site.response.docs[0].as_dict(), site.response.docinfo], default=str)
    assert SECRET not in sent


def test_nothing_is_read_without_or_after_consent(site, world, shared, acting):
    shared.consent.withdrawn_on = nowdate()
    shared.consent.save()
    with acting(world.users["cm1"]):
        assert get_list("Application", filters={"name": shared.application}) == []
        assert get_count("Application", filters={"name": shared.application}) == 0
        with pytest.raises(site.PermissionError):
            get("Application", shared.application)
    assert not site.db.get_value("Application", shared.application, "case")


def test_case_managers_change_nothing(site, world, shared, acting):
    with acting(world.users["cm1"]):
        for field, value in (("due_on", add_days(nowdate(), 9)), ("decision_note", "x")):
            with pytest.raises(site.PermissionError):
                set_value("Application", shared.application, field, value)
    assert site.db.get_value("Application", shared.application, "decision_note") == SECRET


def test_the_case_is_set_by_itself_and_follows_consent_and_case(site, world, shared, make):
    assert site.db.get_value("Application", shared.application, "case") == shared.case.name
    second = make("Case", person=shared.person, case_manager=world.users["cm2"])
    assert not site.db.get_value("Application", shared.application, "case"), "two open cases: nobody can say which"
    second.delete()
    assert site.db.get_value("Application", shared.application, "case") == shared.case.name
    shared.case.reload()
    shared.case.person = make("Person", first_name="Eine", last_name="Andere").name
    shared.case.save()
    assert not site.db.get_value("Application", shared.application, "case"), "the case is that of another person"


def test_the_clerk_sees_no_case_in_document_list_answer_or_version(site, world, shared, acting):
    with acting(world.users["clerk_f"]):
        assert not get("Application", shared.application).get("case")
        assert not (get_value("Application", "case", shared.application) or {}).get("case")
        (row,) = get_list("Application", fields=["name", "case"], filters={"name": shared.application})
        assert "case" not in row
        answer = set_value("Application", shared.application, "school_children", 1)
        document = site.get_doc("Application", shared.application)
        document.minor_child = 0
        document.save()
    for sent in (answer, document.as_dict()):
        assert shared.case.name not in json.dumps(sent, default=str)
    assert site.db.get_value("Application", shared.application, "case") == shared.case.name
    versions = site.get_all("Version", filters={"docname": shared.application}, pluck="data")
    assert versions and not any(shared.case.name in data for data in versions)


def test_a_question_to_an_authority_is_a_disclosure_of_the_office(site, world, shared, acting):
    with acting(world.users["clerk_f"]):
        document = site.get_doc("Application", shared.application)
        document.append("consultations", {"authority_text": "Verfassungsschutz", "legal_basis": "§ 73 AufenthG"})
        document.save()
        document.save()
    rows = site.get_all(
        "Disclosure",
        filters={"application": shared.application},
        fields=["office", "recipient_text", "legal_basis", "purpose"],
    )
    assert [(row.office, row.recipient_text, row.legal_basis) for row in rows] == [
        ("Foreigners Office", "Verfassungsschutz", "§ 73 AufenthG")
    ]
    # The register is read in the language of the municipality, whoever asked.
    assert rows[0].purpose == "Behördenbeteiligung im Antragsverfahren"
    with acting(world.users["cm1"]):
        assert get_list("Disclosure", filters={"person": shared.person, "office": "Foreigners Office"}) == []


@pytest.fixture
def without_building_block_3(site):
    site.db.set_single_value("KIM Settings", "building_block_3", 0)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    yield
    site.db.set_single_value("KIM Settings", "building_block_3", 1)
    site.clear_document_cache("KIM Settings", "KIM Settings")


def test_without_building_block_3_applications_are_neither_entered_nor_shown(
    site, world, shared, acting, make, request
):
    kept = site.db.count("Application")
    request.getfixturevalue("without_building_block_3")
    for who in ("clerk_f", "clerk_n", "cm1", "coordinator", "admin"):
        with acting(world.users[who]):
            try:
                assert get_list("Application", fields=["name"]) == []
            except site.PermissionError:
                assert who in ("coordinator", "admin")
            with pytest.raises(site.PermissionError):
                get("Application", shared.application)
            with pytest.raises(site.PermissionError):
                make("Application", person=shared.person, application_type="res_25b")
            with pytest.raises(site.PermissionError):
                run("Application Queue")
    assert site.db.count("Application") == kept
