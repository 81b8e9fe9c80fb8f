"""What is due is listed by night, done after approval, and leaves figures but nobody's story."""

import json

import pytest

from frappe.utils import add_months, nowdate

from kim_app.api import data_protection
from kim_app.data_protection import retention_run
from kim_app.data_protection.due import documents_due
from tests.app.data_protection.conftest import WORDS

TABLES_WITH_TEXT = ("Person", "Case", "Case Goal", "Contact Note", "Assessment", "Assessment Score", "Referral",
                    "Disclosure", "Comment", "Version", "Deleted Document", "Protected Contact")  # fmt: skip


@pytest.fixture
def closed(site, client):
    """Close the client's case as if it was three years and a month ago."""
    long_ago = add_months(nowdate(), -37)
    site.db.set_value("Case", client.case.name, {"workflow_state": "Closed", "closed_on": long_ago})
    return client


@pytest.fixture
def run(site, closed):
    return site.get_doc("Retention Run", retention_run.propose())


def stored_text(site):
    return json.dumps(
        [site.get_all(table, fields=["*"]) for table in TABLES_WITH_TEXT], default=str, ensure_ascii=False
    )


def names(run):
    return {(row.document_type, row.document_name) for row in run.items}


def test_the_night_lists_what_is_due_and_does_nothing(site, client, run):
    assert ("Case", client.case.name) in names(run)
    assert ("Contact Note", client.note.name) in names(run)
    assert (run.status, run.items[0].done) == ("Dry Run", 0)
    assert site.db.get_value("Contact Note", client.note.name, "note") == "Tagebuch-Probe"


def test_a_second_night_replaces_a_list_that_nobody_looked_at(site, run):
    second = retention_run.propose()
    assert site.db.get_value("Retention Run", run.name, "status") == "Discarded"
    assert site.get_all("Retention Run", filters={"status": "Dry Run"}, pluck="name") == [second]


def test_approval_takes_the_story_and_leaves_the_figures(site, client, run, acting, officer):
    before = stored_text(site)
    assert all(word in before for word in ("Samira", *WORDS[:4]))
    with acting(officer):
        protocol = data_protection.approve(run.name)
    after = stored_text(site)
    for word in ("Samira", "0228 77", *WORDS):
        assert word not in after, word
    assert f"Case {client.case.name}" in protocol
    person = site.get_doc("Person", client.person.name)
    assert (str(person.birth_date), person.gender, str(person.anonymised_on)) == ("1991-01-01", "Female", nowdate())
    assert person.full_name == f"Anonymisiert {person.name}"
    note = site.get_doc("Contact Note", client.note.name)
    assert (note.minutes, note.channel, note.note) == (35, "phone", None)
    assert site.get_doc("Assessment", client.assessment.name).scores[0].score == 2
    assert site.get_doc("Case", client.case.name).goals[0].life_area == "work"
    assert not site.db.exists("File", client.file.name)
    for doctype in ("Comment", "Version"):
        field = "reference_name" if doctype == "Comment" else "docname"
        assert not site.db.exists(doctype, {field: client.case.name})


def test_the_run_says_who_approved_and_what_was_done(run, acting, officer):
    with acting(officer):
        data_protection.approve(run.name)
    run.reload()
    assert (run.status, run.approved_by) == ("Done", officer)
    assert all(row.done and row.result for row in run.items)


def test_it_is_done_once(site, run, acting, officer):
    with acting(officer):
        data_protection.approve(run.name)
        with pytest.raises(site.ValidationError, match="not a Dry Run any more"):
            data_protection.approve(run.name)
    due = {(row.doctype, row.name) for row in documents_due(site.utils.getdate())}
    assert not due & names(run)


def test_an_interrupted_run_is_taken_up_again(site, run, acting, officer):
    retention_run._save(run, status="Approved", approved_by=officer)
    run.items[0].done, run.items[0].result = 1, "schon erledigt"
    retention_run.execute(run)
    assert run.reload().items[0].result == "schon erledigt"
    assert run.status == "Done"


def test_a_person_with_another_open_case_stays(site, client, run, acting, officer, make):
    follow_up = make("Case", person=client.person.name, case_manager=client.manager)
    with acting(officer):
        protocol = data_protection.approve(run.name)
    assert f"kept, since {follow_up.name} is open" in protocol
    assert site.db.get_value("Person", client.person.name, "first_name") == "Samira"
    assert site.db.get_value("Contact Note", client.note.name, "note") == "Tagebuch-Probe"
    assert client.case.name not in {row.name for row in documents_due(site.utils.getdate())}


def test_a_person_with_another_case_that_has_time_left_keeps_the_name_only(site, client, run, acting, officer, make):
    other = make("Case", person=client.person.name, case_manager=client.manager, concern="Neues")
    site.db.set_value("Case", other.name, {"workflow_state": "Closed", "closed_on": nowdate()})
    with acting(officer):
        data_protection.approve(run.name)
    assert site.db.get_value("Case", client.case.name, "concern") is None
    assert site.db.get_value("Case", other.name, "concern") == "Neues"
    assert site.db.get_value("Person", client.person.name, "first_name") == "Samira"
    site.db.set_value("Case", other.name, "closed_on", add_months(nowdate(), -40))
    second = site.get_doc("Retention Run", retention_run.propose())
    with acting(officer):
        data_protection.approve(second.name)
    assert site.db.get_value("Person", client.person.name, "first_name") == "Anonymisiert"


def test_a_declined_enquiry_is_due_after_six_months(site, client):
    site.db.set_value("Case", client.case.name, "workflow_state", "Declined")
    for months, due in ((5, False), (7, True)):
        site.db.set_value("Case", client.case.name, "declined_on", add_months(nowdate(), -months))
        found = {(row.doctype, row.name) for row in documents_due(site.utils.getdate())}
        both = {("Case", client.case.name), ("Contact Note", client.note.name)}
        assert found & both == (both if due else set())


def test_what_was_noted_before_an_enquiry_was_declined_goes_though_another_case_has_time(
    site, client, make, acting, officer
):
    other = make("Case", person=client.person.name, case_manager=client.manager, concern="Neues")
    kept = make("Contact Note", case=other.name, note="Bleibt", channel="phone")
    site.db.set_value("Case", other.name, {"workflow_state": "Closed", "closed_on": nowdate()})
    declined = {"workflow_state": "Declined", "declined_on": add_months(nowdate(), -7)}
    site.db.set_value("Case", client.case.name, declined)
    run = site.get_doc("Retention Run", retention_run.propose())
    with acting(officer):
        data_protection.approve(run.name)
    assert site.db.get_value("Case", client.case.name, ["concern", "declined_on"]) == (
        None,
        site.utils.getdate(declined["declined_on"]),
    )
    assert site.db.get_value("Contact Note", client.note.name, "note") is None
    assert site.db.get_value("Contact Note", kept.name, "note") == "Bleibt"
    assert site.db.get_value("Person", client.person.name, "first_name") == "Samira"


def test_what_is_done_or_waits_makes_room_for_the_next(site, closed, make, acting, officer, person, monkeypatch):
    monkeypatch.setattr("kim_app.data_protection.due.LIMIT", 1)
    site.db.set_value("Case", closed.case.name, "closed_on", add_months(nowdate(), -600))
    new = make("Case", person=closed.person.name, case_manager=closed.manager)
    other = make("Case", person=person(last_name="Danach").name, case_manager=closed.manager)
    late = {"workflow_state": "Closed", "closed_on": add_months(nowdate(), -599)}
    site.db.set_value("Case", other.name, late)
    assert due_cases(site) == {other.name}
    site.db.set_value("Case", new.name, "workflow_state", "Declined")
    assert due_cases(site) == {closed.case.name}
    run = site.get_doc("Retention Run", retention_run.propose())
    with acting(officer):
        data_protection.approve(run.name)
    assert due_cases(site) == {other.name}


def due_cases(site):
    return {row.name for row in documents_due(site.utils.getdate()) if row.rule == "Abgeschlossener Fall"}


def test_a_consent_goes_from_the_documents_that_rested_on_it(site, client, acting, officer):
    for doctype, name in (("Referral", client.referral.name), ("Disclosure", client.disclosure.name)):
        site.db.set_value(doctype, name, "consent", client.consent.name)
    site.db.set_value("Consent", client.consent.name, "withdrawn_on", add_months(nowdate(), -37))
    run = site.get_doc("Retention Run", retention_run.propose())
    with acting(officer):
        assert f"Consent {client.consent.name}: deleted" in data_protection.approve(run.name)
    assert not site.db.exists("Consent", client.consent.name)
    assert site.get_doc("Referral", client.referral.name).consent is None
    assert site.get_doc("Disclosure", client.disclosure.name).consent is None


def test_what_others_must_refer_to_is_kept_and_the_run_goes_on(site, closed, make, acting, officer):
    site.db.set_value("Retention Rule", "Abgeschlossener Fall", "action", "Delete")
    run = site.get_doc("Retention Run", retention_run.propose())
    with acting(officer):
        protocol = data_protection.approve(run.name)
    assert f"Case {closed.case.name}: kept, since others refer to it" in protocol
    assert site.db.get_value("Contact Note", closed.note.name, "note") is None
    assert site.db.get_value("Contact Note", closed.note.name, "case") == closed.case.name


@pytest.mark.parametrize("bond", ["relation", "household"])
def test_the_family_of_a_client_stays_as_long_as_the_client(site, closed, make, acting, officer, person, bond):
    household = make("Household", household_name="Familie Kummer-Probe", city="Bonn")
    child = person(first_name="Kind", last_name="Kummer-Probe", household=household.name)
    other = person(first_name="Mit", last_name="Kummer-Probe", household=household.name)
    if bond == "relation":
        site.db.set_value("Person", child.name, "household", None)
        rows = [{"relative": child.name, "relation": "Child"}]
        site.get_doc("Person", closed.person.name).update({"family_relations": rows}).save()
    else:
        site.db.set_value("Person", closed.person.name, "household", household.name)
    for member in (child, other):
        site.db.set_value("Person", member.name, "creation", f"{add_months(nowdate(), -13)} 10:00:00")
    due = {row.name for row in documents_due(site.utils.getdate()) if row.doctype == "Person"}
    assert child.name not in due
    assert (other.name in due) is (bond == "relation")
    for _night in range(2):
        run = site.get_doc("Retention Run", retention_run.propose())
        with acting(officer):
            data_protection.approve(run.name)
    assert site.db.get_value("Person", child.name, "first_name") == "Anonymisiert"
    household.reload()
    assert (household.household_name, household.city) == ("–", None)


def test_a_family_with_a_case_since_the_proposal_is_kept(site, make, acting, officer, person, client):
    child = person(first_name="Kind", last_name="Neu")
    parent = person(last_name="Neu", family_relations=[{"relative": child.name, "relation": "Child"}])
    site.db.set_value("Person", child.name, "creation", f"{add_months(nowdate(), -13)} 10:00:00")
    run = site.get_doc("Retention Run", retention_run.propose())
    case = make("Case", person=parent.name, case_manager=client.manager)
    with acting(officer):
        assert f"Person {child.name}: kept, since {case.name} is open" in data_protection.approve(run.name)
    assert site.db.get_value("Person", child.name, "first_name") == "Kind"


def test_a_switched_off_rule_names_nothing(site, closed):
    site.db.set_value("Retention Rule", "Abgeschlossener Fall", "active", 0)
    assert closed.case.name not in {row.name for row in documents_due(site.utils.getdate())}


def test_the_access_log_goes_after_a_year(site, client, make, acting, officer):
    log = make("View Log", viewed_by=client.manager, reference_doctype="Case", reference_name=client.case.name)
    site.db.set_value("View Log", log.name, "creation", f"{add_months(nowdate(), -13)} 10:00:00", update_modified=False)
    run = site.get_doc("Retention Run", retention_run.propose())
    with acting(officer):
        data_protection.approve(run.name)
    assert not site.db.exists("View Log", log.name)


@pytest.mark.parametrize("role", ["System Manager", "KIM Administrator", "KIM Case Manager"])
def test_only_the_officer_approves(site, run, acting, user_with, role):
    with acting(user_with(role)), pytest.raises(site.PermissionError):
        data_protection.approve(run.name)
    assert site.db.get_value("Retention Run", run.name, "status") == "Dry Run"


def test_nobody_writes_into_a_run_by_hand(site, run, acting, officer):
    with acting(officer):
        for change in ({"status": "Done"}, {"items": []}, {"protocol": "Alles gut"}):
            doc = site.get_doc("Retention Run", run.name).update(change)
            with pytest.raises(site.ValidationError, match="approved or discarded as a whole"):
                doc.save()
        own = site.get_doc({"doctype": "Retention Run", "items": [{"document_type": "Actor", "document_name": "X"}]})
        assert ("Actor", "X") not in names(own.insert())


def test_a_discarded_run_does_nothing(site, client, run, acting, officer):
    with acting(officer):
        data_protection.discard(run.name)
        with pytest.raises(site.ValidationError, match="not a Dry Run any more"):
            data_protection.approve(run.name)
    assert site.db.get_value("Person", client.person.name, "first_name") == "Samira"


def test_a_rule_counts_from_a_date_that_exists(make, expect_refusal):
    rule = {"rule_name": "Neu", "document_type": "Case", "action": "Anonymise"}
    with expect_refusal("has no date field", "Retention Rule"):
        make("Retention Rule", months=3, from_field="concern", **rule)
    with expect_refusal("at least one month", "Retention Rule"):
        make("Retention Rule", months=0, from_field="closed_on", **rule)
    assert make("Retention Rule", months=3, from_field="closed_on", **rule).name == "Neu"


@pytest.mark.parametrize("field", ["document_type", "action"])
def test_a_run_holds_whatever_a_rule_may_name_and_shows_it_in_german(site, field):
    rule, item = (site.get_meta(doctype).get_field(field) for doctype in ("Retention Rule", "Retention Item"))
    assert item.fieldtype == "Select"
    assert item.options == rule.options
