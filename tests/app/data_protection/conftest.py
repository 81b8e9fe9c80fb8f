"""A client about whom a lot is stored, and the officer."""

from types import SimpleNamespace

import pytest

from frappe.utils import nowdate

WORDS = ("Kummer-Probe", "Tagebuch-Probe", "Schulden-Probe", "Gutachten-Probe", "Anlage-Probe", "Bemerkung-Probe")
"""What only this client's documents say: no other record of the site has these words."""


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
        case = make(
            "Case", person=her.name, concern="Kummer-Probe", goals=[{"life_area": "work", "goal": "Tagebuch-Probe"}]
        )
        note = make("Contact Note", case=case.name, note="Tagebuch-Probe", confidential=1, minutes=35, channel="phone")
        scores = [{"life_area": "debts", "score": 2, "need": "Schulden-Probe"}]
        assessment = make("Assessment", case=case.name, scores=scores, summary="Gutachten-Probe")
        consent = make("Consent", person=her.name, purpose="Counselling", given_on=nowdate())
        referral = make(
            "Referral", case=case.name, actor=actor, life_area="work", reason="information", request="Gutachten-Probe"
        )
        disclosure = make(
            "Disclosure", person=her.name, recipient=actor, purpose="Auskunft", what="Bemerkung-Probe",
            legal_basis="§ 87 AufenthG", disclosed_on=nowdate(),
        )  # fmt: skip
        case.add_comment("Comment", "Bemerkung-Probe")
        file = make(
            "File", file_name="plan.txt", content="Anlage-Probe", is_private=1,
            attached_to_doctype="Case", attached_to_name=case.name,
        )  # fmt: skip
    docs = {"person": her, "case": case, "note": note, "assessment": assessment, "consent": consent}
    docs |= {"referral": referral, "disclosure": disclosure, "file": file}
    yield SimpleNamespace(manager=manager, actor=actor, **docs)
    site.set_user("Administrator")
    site.db.rollback()
