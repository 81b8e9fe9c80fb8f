"""Consents: sound dates, prepared and signed, withdrawn for good, and never wider than what was signed."""

import pytest

from frappe.utils import add_days, nowdate

from kim_app.api import consent as api
from kim_app.consents import valid_consent

LATER, EARLIER = 3, -3

OTHERS = ["KIM Case Manager", "KIM Coordinator", "KIM Foreigners Office Clerk", "System Manager"]


@pytest.fixture
def actors(site, manager, make):
    """Two actors."""
    site.set_user("Administrator")
    names = [make("Actor", actor_name=f"Akteur {letter} der Einwilligung", actor_type="other").name for letter in "AB"]
    site.set_user(manager)
    return names


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"given_on": LATER}, "lies in the future"),
        ({"valid_until": EARLIER}, "Please correct one of the two."),
        ({"withdrawn_on": LATER}, "lies in the future"),
        ({"withdrawn_on": EARLIER}, "Please correct one of the two."),
    ],
)
def test_impossible_dates_are_refused(case, agree, expect_refusal, values, text):
    with expect_refusal(text, "Consent"):
        agree(case, **{field: add_days(nowdate(), days) for field, days in values.items()})


@pytest.mark.parametrize("purpose", ["Referral", "Release from Secrecy"])
def test_who_is_covered_must_be_named_and_the_form_says_so(case, agree, actors, said, purpose):
    agree(case, purpose)
    assert "covers only those who are named" in said()


@pytest.mark.parametrize("purpose", ["Counselling", "Land Database"])
def test_other_purposes_need_no_actor(case, agree, said, purpose):
    agree(case, purpose)
    assert "No actor is named" not in said()


def test_a_prepared_consent_counts_only_when_signed(case):
    name = api.draft(case.person, "Counselling")
    assert valid_consent(case.person, "Counselling") is None
    assert api.sign(name) == nowdate()
    assert valid_consent(case.person, "Counselling") == name


def test_a_signature_is_not_of_tomorrow(site, case, refused):
    doc = site.get_doc("Consent", api.draft(case.person, "Counselling"))
    assert "lies in the future" in refused(doc, lambda: api.sign(doc.name, add_days(nowdate(), LATER)))


def test_signing_twice_or_withdrawing_twice_is_refused(case, agree, refused):
    consent = agree(case)
    assert "signed already" in refused(consent, lambda: api.sign(consent.name))
    assert api.withdraw(consent.name) == nowdate()
    assert "withdrawn on" in refused(consent.reload(), lambda: api.withdraw(consent.name))


def test_withdrawal_ends_it_at_once(case, agree):
    consent = agree(case)
    api.withdraw(consent.name)
    assert valid_consent(case.person, "Counselling") is None


@pytest.mark.parametrize(
    "change",
    [
        {"withdrawn_on": None},
        {"valid_until": add_days},
        {"scope": "Mehr"},
        {"purpose": "Referral"},
        {"actors": []},
        {"awaiting_signature": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_withdrawn_consent_stays_as_it_is(case, agree, actors, refused, change):
    consent = agree(case, "Case Conference", actors[:1])
    api.withdraw(consent.name)
    consent.reload()
    change = {field: add_days(nowdate(), 99) if value is add_days else value for field, value in change.items()}
    consent.update(change)
    assert "This consent was withdrawn" in refused(consent, consent.save)


def test_the_proof_of_a_withdrawn_consent_may_be_added(case, agree):
    consent = agree(case)
    api.withdraw(consent.name)
    consent.reload()
    consent.update({"language": "ar", "interpreter": "Frau Dolmetscherin"})
    assert consent.save().interpreter == "Frau Dolmetscherin"


@pytest.mark.parametrize("field", ["person", "purpose", "awaiting_signature"])
def test_a_signed_consent_keeps_person_and_purpose(case, agree, person, refused, field):
    consent = agree(case)
    consent.set(field, {"purpose": "Referral", "awaiting_signature": 1}.get(field) or person(last_name="X").name)
    assert "This consent is signed" in refused(consent, consent.save)


def test_the_list_on_a_signed_form_becomes_no_longer(site, case, agree, actors, refused):
    consent = agree(case, "Referral", actors[:1])
    site.db.set_value("Consent", consent.name, "form", "/private/files/e.pdf")
    consent.reload()
    consent.append("actors", {"actor": actors[1]})
    assert "may only become shorter" in refused(consent, consent.save)
    consent.reload()
    consent.actors = []
    assert not consent.save().actors


@pytest.mark.parametrize("role", OTHERS)
def test_others_prepare_sign_and_withdraw_nothing(site, case, agree, user_with, role):
    consent, number = agree(case), site.db.count("Consent")
    site.set_user("Administrator")
    site.set_user(user_with(role))
    for call in (
        lambda: api.draft(case.person, "Counselling"),
        lambda: api.sign(consent.name),
        lambda: api.withdraw(consent.name),
        lambda: api.withdraw("E-00000"),
    ):
        with pytest.raises(site.PermissionError):
            call()
    assert site.db.count("Consent") == number
    assert site.db.get_value("Consent", consent.name, "withdrawn_on") is None


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"given_on": EARLIER}, "Given On"),
        ({"scope": "Mehr"}, "What May Be Passed On"),
        ({"valid_until": 2 * LATER}, "may only become earlier"),
        ({"valid_until": None}, "may only become earlier"),
    ],
)
def test_what_the_signed_form_says_stays(site, case, agree, refused, change, text):
    consent = agree(case, valid_until=add_days(nowdate(), LATER))
    site.db.set_value("Consent", consent.name, "form", "/private/files/e.pdf")
    consent.reload()
    consent.update(
        {key: add_days(nowdate(), value) if isinstance(value, int) else value for key, value in change.items()}
    )
    assert text in refused(consent, consent.save)
    consent.reload()
    consent.valid_until = nowdate()
    assert str(consent.save().valid_until) == nowdate()


def test_the_form_tells_the_date_of_birth_only_to_who_may_see_the_person(site, case, agree, user_with):
    site.db.set_value("Person", case.person, "birth_date", "1990-05-17")
    consent = agree(case)
    assert str(consent.form_text()["birth_date"]) == "1990-05-17"
    site.set_user("Administrator")
    site.set_user(user_with("KIM Data Protection Officer"))
    html = site.get_print("Consent", consent.name, "Consent Form")
    assert "I agree of my own free will" in html
    assert "1990" not in html
    assert "17" not in html.split("<h1>")[1].split("<h2>")[0]
