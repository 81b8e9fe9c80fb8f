"""The directory is confirmed by its coordinators, and everybody who works with it can say what is wrong."""

import pytest

from frappe.utils import add_days, add_months, nowdate


@pytest.fixture
def offer(office, make, acting):
    with acting(office.coordinator):
        return make("Offer", offer_name="Sprechstunde", actor=office.advice).name


def test_confirming_counts_for_the_actor_and_its_active_offers(site, office, offer, make, acting):
    from kim_app.api.actor import confirm

    with acting(office.coordinator):
        idle = make("Offer", offer_name="Früher", actor=office.advice, active=0).name
        assert confirm(office.advice) == 1
    assert str(site.db.get_value("Actor", office.advice, "verified_on")) == nowdate()
    assert str(site.db.get_value("Offer", offer, "verified_on")) == nowdate()
    assert site.db.get_value("Offer", idle, "verified_on") is None


def test_a_case_manager_confirms_nothing(site, office):
    from kim_app.api.actor import confirm

    site.set_user(office.cm)
    with pytest.raises(site.PermissionError):
        confirm(office.advice)
    assert site.db.get_value("Actor", office.advice, "verified_on") is None


@pytest.mark.parametrize(
    ("ago", "words"),
    [(None, "never confirmed"), (11, "confirmed on"), (13, "not confirmed for 12 months")],
)
def test_the_form_says_when_it_was_confirmed(site, office, ago, words):
    day = add_months(nowdate(), -ago) if ago else None
    site.db.set_value("Actor", office.advice, "verified_on", day)
    assert words in site.get_doc("Actor", office.advice).as_dict()["verification"]


def test_after_how_many_months_is_a_setting(site, office):
    site.db.set_value("Actor", office.advice, "verified_on", add_months(nowdate(), -4))
    site.db.set_single_value("KIM Settings", "actor_verification_months", 3)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    assert site.get_doc("Actor", office.advice).verification == "not confirmed for 3 months"


@pytest.mark.parametrize("role", ["KIM Case Manager", "KIM Foreigners Office Clerk", "KIM Naturalisation Clerk"])
def test_a_suggestion_reaches_every_coordinator_as_text(site, office, offer, user_with, role):
    from kim_app.api.actor import suggest_change

    second = user_with("KIM Coordinator")
    user = user_with(role)
    site.set_user(user)
    assert suggest_change(office.advice, "Neue Nummer <b>1</b>\nab Mai") >= 2
    assert suggest_change(offer, "Kurs voll", doctype="Offer") >= 2
    tasks = site.get_all(
        "ToDo", filters={"reference_name": office.advice, "allocated_to": ("in", (office.coordinator, second))},
        fields=["assigned_by", "description"],
    )  # fmt: skip
    assert [row.assigned_by for row in tasks] == [user, user]
    assert tasks[0].description == "Neue Nummer &lt;b&gt;1&lt;/b&gt;<br>ab Mai"


def test_confirming_closes_the_suggestions(site, office, offer, acting):
    from kim_app.api.actor import confirm, suggest_change

    site.set_user(office.cm)
    suggest_change(offer, "Kurs voll", doctype="Offer")
    with acting(office.coordinator):
        confirm(office.advice)
    assert site.get_all("ToDo", filters={"reference_name": offer, "status": "Open"}) == []


def test_suggestions_are_for_the_directory_and_not_empty(site, office, world):
    from kim_app.api.actor import suggest_change

    site.set_user(office.cm)
    for arguments, text in (
        ((office.advice, "  "), "what should be changed"),
        ((office.advice, "x" * 2001), "no more than 2000"),
        ((office.case, "x", "Case"), "actors and offers"),
    ):
        with pytest.raises(site.ValidationError, match=text):
            suggest_change(*arguments)
    site.set_user(world.users["officer"])
    with pytest.raises(site.PermissionError):
        suggest_change(office.advice, "x")
    assert not site.db.exists("ToDo", {"reference_name": office.advice})


def test_an_offer_is_not_confirmed_in_the_future(office, make, expect_refusal):
    with expect_refusal("lies in the future", "Offer"):
        make("Offer", offer_name="Kurs", actor=office.advice, verified_on=add_days(nowdate(), 2))
