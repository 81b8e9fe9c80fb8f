"""A person asks what is stored: one click gives everything, and only the officer can read it."""

import json

import pytest

from frappe.utils import add_days, add_months, now_datetime, nowdate
from frappe.utils.file_manager import get_file

from kim_app.api import data_protection
from kim_app.data_protection import disclosure_of_all, exports
from kim_app.data_protection.holdings import holdings_of
from tests.app.data_protection.conftest import WORDS


@pytest.fixture
def request_of(site, acting, make, officer):
    def enter(**values):
        with acting(officer):
            return make("Data Subject Request", **{"request_type": "Access", "identity_checked": 1, **values})

    return enter


def test_the_answer_is_due_one_month_after_receipt(request_of, client, acting, officer):
    request = request_of(person=client.person.name, received_on="2026-01-31")
    assert str(request.due_on) == "2026-02-28"
    with acting(officer):
        request.extension_reason = "Viele Anfragen"
        assert str(request.save().due_on) == "2026-04-30"


def test_the_officer_finds_the_person_by_name_and_date_of_birth_alone(request_of, client, site):
    found = request_of(first_name="Samira", last_name="Auskunft", birth_date="1991-05-14")
    assert found.person == client.person.name
    assert request_of(first_name="Niemand", last_name="Gespeichert").person is None


def test_several_of_the_same_name_need_the_date_of_birth(request_of, client, person, expect_refusal, site):
    person(first_name="Samira", last_name="Auskunft", birth_date="1960-01-01")
    with expect_refusal("Please add the date of birth", "Data Subject Request"):
        request_of(first_name="Samira", last_name="Auskunft")
    with expect_refusal("Please enter first name, last name", "Data Subject Request"):
        request_of()


def test_nothing_is_exported_before_the_identity_is_checked(request_of, client, acting, officer, site):
    request = request_of(person=client.person.name, identity_checked=0)
    with acting(officer), pytest.raises(site.ValidationError, match="The identity has not been checked"):
        data_protection.export(request.name)
    assert not site.db.count("File", {"attached_to_name": request.name})


def test_one_call_gives_all_that_is_stored_as_json_and_pdf(request_of, client, acting, officer, site):
    request = request_of(person=client.person.name)
    with acting(officer):
        files = data_protection.export(request.name)
        text = get_file(files["data_file"])[1]
        pdf = get_file(files["export_file"])[1]
    for word in (*WORDS[:4], "Bemerkung-Probe", "plan", "0228 77", "§ 87 AufenthG", client.actor):
        assert word in text, word
    stored = {(part["name"]) for part in json.loads(text)["documents"]}
    mine = (
        client.person,
        client.case,
        client.note,
        client.assessment,
        client.consent,
        client.referral,
        client.disclosure,
    )
    assert {doc.name for doc in mine} <= stored
    assert bytes(pdf, "latin-1")[:4] == b"%PDF" if isinstance(pdf, str) else pdf[:4] == b"%PDF"
    assert len(pdf) > 3000


def test_confidential_notes_are_in_it_and_named_for_the_officer_to_check(request_of, client, acting, officer):
    request = request_of(person=client.person.name)
    with acting(officer):
        data_protection.export(request.name)
    assert client.note.name in request.reload().checklist


def test_of_documents_of_others_only_the_own_rows_are_in_it(request_of, client, acting, officer, make, person, site):
    other = make("Case", person=person(last_name="Fremd").name, case_manager=client.manager)
    with acting(client.manager):
        agenda = [{"topic": "Eigenes Thema", "case": client.case.name}, {"topic": "Fremdes Thema", "case": other.name}]
        make(
            "Meeting", title="Fallkonferenz", meeting_type="Case Conference", starts_on="2026-03-01 10:00:00",
            agenda=agenda,
        )  # fmt: skip
    request = request_of(person=client.person.name)
    with acting(officer):
        text = get_file(data_protection.export(request.name)["data_file"])[1]
    assert "Eigenes Thema" in text
    assert "Fremdes Thema" not in text


def test_the_files_are_for_the_officer_alone(request_of, client, acting, officer, user_with, site):
    request = request_of(person=client.person.name)
    with acting(officer):
        data_protection.export(request.name)
    files = site.get_all("File", filters={"attached_to_name": request.name}, fields=["name", "is_private", "owner"])
    assert [file.is_private for file in files] == [1, 1]
    for roles in (("System Manager", "KIM Administrator"), ("KIM Case Manager",), ("KIM Coordinator",)):
        with acting(user_with(*roles)):
            assert not site.get_doc("File", files[0].name).has_permission("read")
    with acting(user_with("KIM Data Protection Officer")):
        assert site.get_doc("File", files[0].name).has_permission("read")


@pytest.mark.parametrize("role", ["System Manager", "KIM Administrator", "KIM Case Manager", "KIM Coordinator"])
def test_nobody_else_exports(request_of, client, acting, user_with, role, site):
    request = request_of(person=client.person.name)
    with acting(user_with(role)), pytest.raises(site.PermissionError):
        data_protection.export(request.name)
    assert not site.db.count("File", {"attached_to_name": request.name})


def test_a_refusal_needs_its_day_and_reasons(request_of, client, acting, officer, site):
    request = request_of(person=client.person.name, request_type="Deletion")
    for values, text in (({}, "Please enter the day"), ({"answered_on": nowdate()}, "A refusal needs reasons")):
        with acting(officer), pytest.raises(site.ValidationError, match=text):
            request.reload().update({"status": "Refused", **values}).save()
    assert site.db.get_value("Data Subject Request", request.name, "status") == "Open"


def test_a_doctype_with_a_link_to_the_person_is_covered_without_further_ado(site, client):
    for doctype in ("Case", "Consent", "Disclosure", "Contact Note", "Assessment", "Referral"):
        assert doctype in {holding.doctype for holding in holdings_of(client.person.name)}


def test_the_deadline_in_the_list_is_that_of_the_law():
    assert str(add_months("2026-11-24", 1)) == "2026-12-24"


def test_the_household_is_named_to_the_officer_since_others_live_there(site, client, make):
    household = make("Household", household_name="Familie Auskunft", remark="Der Bruder wohnt auch hier.").name
    site.db.set_value("Person", client.person.name, "household", household)
    checks = [check for part in disclosure_of_all.collect(client.person.name) for check in part["checks"]]
    assert f"Household {household}: names other people." in checks


@pytest.mark.parametrize(("days", "left"), [(30, 0), (31, 2), (0, 2)])
def test_files_are_removed_after_the_days_that_are_set(request_of, client, acting, officer, site, days, left):
    request = request_of(person=client.person.name)
    with acting(officer):
        data_protection.export(request.name)
    site.db.set_value("Data Subject Request", request.name, "exported_on", add_days(now_datetime(), -30.5))
    site.db.set_single_value("KIM Settings", "export_days", days)
    exports.remove_old()
    assert site.db.count("File", {"attached_to_name": request.name}) == left
    request.reload()
    assert [bool(request.data_file), bool(request.export_file)] == [bool(left)] * 2
    told = site.get_all("Comment", filters={"reference_name": request.name, "content": ("like", "%entfernt%")})
    assert bool(told) is not bool(left)
