"""What goes to an authority is recorded once, with its legal basis, and stays."""

import pytest

from frappe.model.workflow import apply_workflow
from frappe.utils import nowdate

FIELDS = ["name", "person", "recipient", "legal_basis", "consent", "office", "automatic", "purpose", "what"]
CLERK = "KIM Foreigners Office Clerk"


def of_referral(site, doc):
    return site.get_all("Disclosure", filters={"referral": doc.name}, fields=FIELDS)


def test_sending_to_an_authority_is_recorded(site, office, sent):
    doc = sent(actor=office.authority)
    (row,) = of_referral(site, doc)
    assert (row.person, row.recipient, row.consent) == (office.person, office.authority, doc.consent)
    assert (row.office, row.automatic, row.purpose) == ("Counselling", 1, "Vermittlung: Fachberatung")
    assert row.legal_basis == f"Art. 6 Abs. 1 lit. a DSGVO, Einwilligung {doc.consent}"


def test_sending_to_an_organisation_is_not(site, sent):
    assert of_referral(site, sent()) == []


def test_it_is_recorded_once(site, office, sent):
    doc = sent(actor=office.authority)
    doc.outcome = "full"
    doc.save()
    doc = apply_workflow(apply_workflow(doc, "Decline"), "Take Back")
    apply_workflow(doc, "Accept")
    assert len(of_referral(site, doc)) == 1


def test_the_register_does_not_tell_why_somebody_is_counselled(site, office, sent):
    doc = sent(actor=office.authority, request="Hohe Schulden wegen Spielsucht")
    assert "Spielsucht" not in str(of_referral(site, doc))


def test_an_entry_by_hand_does_not_pass_for_a_record(site, office, make, sent):
    doc = sent(actor=office.authority)
    entry = make(
        "Disclosure", person=office.person, recipient=office.authority, purpose="Rückfrage", what="Adresse",
        legal_basis="Einwilligung", referral=doc.name, automatic=1, disclosed_by="Administrator",
    )  # fmt: skip
    assert (entry.automatic, entry.disclosed_by) == (0, office.cm)


@pytest.fixture
def entry(site, office, make):
    """A disclosure that the case manager entered by hand; the test goes on as that user."""
    site.set_user(office.cm)
    return make(
        "Disclosure", person=office.person, recipient_text="Amtsgericht", purpose="Betreuung", what="Name",
        legal_basis="§ 71 SGB X",
    )  # fmt: skip


def test_an_entry_is_not_changed(site, entry):
    entry.legal_basis = "keine"
    with pytest.raises(site.PermissionError):
        entry.save()
    site.set_user("Administrator")
    with pytest.raises(site.ValidationError, match="enter a further one"):
        entry.save()
    assert site.db.get_value("Disclosure", entry.name, "legal_basis") == "§ 71 SGB X"


def test_an_entry_is_not_deleted_even_by_a_role_with_that_right(site, office, entry):
    with pytest.raises(site.PermissionError):
        site.delete_doc("Disclosure", entry.name)
    with pytest.raises(site.PermissionError):
        site.delete_doc("Disclosure", entry.name, ignore_permissions=True)
    assert site.db.exists("Disclosure", entry.name)


def test_an_entry_needs_a_recipient(site, office, make, expect_refusal):
    site.set_user(office.cm)
    with expect_refusal("Please enter the recipient", "Disclosure"):
        make("Disclosure", person=office.person, purpose="Z", what="W", legal_basis="R")


def test_papers_of_somebody_else_are_refused(site, office, make, person, expect_refusal):
    site.set_user(office.cm)
    other = make("Consent", person=person(last_name="Andere").name, purpose="Counselling").name
    with expect_refusal("belongs to another person", "Disclosure"):
        make(
            "Disclosure", person=office.person, recipient_text="Amt", purpose="Z", what="W", legal_basis="R",
            consent=other,
        )  # fmt: skip


def test_each_side_sees_its_own_and_the_officer_all_without_names(site, office, world, acting, make, sent):
    with acting(world.users["clerk_f"]):
        answer = make(
            "Disclosure", person=world.docs["p_foreign"].name, office="Foreigners Office", purpose="Anfrage",
            recipient_text="Polizei", what="Anschrift", legal_basis="§ 87 AufenthG", disclosed_on=nowdate(),
        ).name  # fmt: skip
    doc = sent(actor=office.authority)
    counselled = of_referral(site, doc)[0].name
    seen = {}
    for key, user in {**world.users, "cm": office.cm}.items():
        site.set_user(user)
        if site.has_permission("Disclosure"):
            seen[key] = set(site.get_list("Disclosure", pluck="name", limit=0)) & {answer, counselled}
    assert seen.pop("officer") == {answer, counselled}
    assert (seen.pop("cm"), seen.pop("clerk_f")) == ({counselled}, {answer})
    assert set(map(frozenset, seen.values())) <= {frozenset()}
    site.set_user(world.users["officer"])
    stored = site.get_doc("Disclosure", counselled)
    stored.apply_fieldlevel_read_permissions()
    assert not stored.get("person_name")
    assert not stored.get("referral")


def test_a_clerk_enters_nothing_for_counselling(site, office, world, make):
    site.set_user(world.users["clerk_f"])
    with pytest.raises(site.PermissionError):
        make(
            "Disclosure", person=world.docs["p_foreign"].name, office="Counselling", purpose="Z", what="W",
            recipient_text="Amt", legal_basis="R",
        )  # fmt: skip
    with pytest.raises(site.PermissionError):
        make(
            "Disclosure", person=office.person, office="Foreigners Office", purpose="Z", what="W",
            recipient_text="Amt", legal_basis="R",
        )  # fmt: skip
    assert CLERK in site.get_roles()
