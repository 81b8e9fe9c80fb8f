"""A client about whom a lot is stored, and the officer."""

from types import SimpleNamespace

import pytest

from frappe.utils import nowdate

WORDS = ("Kummer", "Tagebuch", "Schulden", "Gutachten", "Anlage", "Bemerkung")


@pytest.fixture
def officer(user_with):
    return user_with("KIM Data Protection Officer")


@pytest.fixture
def client(site, user_with, acting, make, person):
    """A client with a case and everything that can hang on it."""
    manager = user_with("KIM Case Manager")
    actor = make("Actor", actor_name="Akteur der Auskunft", actor_type="abh").name
    with acting(manager):
        her = person(
            first_name="Samira", last_name="Auskunft", birth_date="1991-05-14", phone="0228 77", gender="Female"
        )
        case = make("Case", person=her.name, concern="Kummer", goals=[{"life_area": "work", "goal": "Tagebuch"}])
        note = make("Contact Note", case=case.name, note="Tagebuch", confidential=1, minutes=35, channel="phone")
        scores = [{"life_area": "debts", "score": 2, "need": "Schulden"}]
        assessment = make("Assessment", case=case.name, scores=scores, summary="Gutachten")
        consent = make("Consent", person=her.name, purpose="Counselling", given_on=nowdate())
        referral = make(
            "Referral", case=case.name, actor=actor, life_area="work", reason="information", request="Gutachten"
        )
        disclosure = make(
            "Disclosure", person=her.name, recipient=actor, purpose="Auskunft", what="Bemerkung",
            legal_basis="§ 87 AufenthG", disclosed_on=nowdate(),
        )  # fmt: skip
        case.add_comment("Comment", "Bemerkung")
        file = make(
            "File", file_name="plan.txt", content="Anlage", is_private=1,
            attached_to_doctype="Case", attached_to_name=case.name,
        )  # fmt: skip
    docs = {"person": her, "case": case, "note": note, "assessment": assessment, "consent": consent}
    docs |= {"referral": referral, "disclosure": disclosure, "file": file}
    yield SimpleNamespace(manager=manager, actor=actor, **docs)
    site.set_user("Administrator")
    site.db.rollback()
