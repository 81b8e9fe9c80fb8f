"""“Not responsible” becomes the draft of a barrier report, which names nobody."""

import pytest

from frappe.model.workflow import apply_workflow


@pytest.fixture
def declined(site, office, sent):
    """A referral that was declined as “not responsible”, its case with a legal circle."""
    case = site.get_doc("Case", office.case)
    case.append("legal_circles", {"legal_circle": "sgb2"})
    case.save()
    doc = sent(actor=office.authority, request="Frau Beispiel braucht Geld")
    doc.update({"outcome": "not_responsible", "decline_reason": "Frau Beispiel wohnt woanders"})
    doc.save()
    return apply_workflow(doc, "Decline")


def test_the_draft_says_what_and_where_but_not_who(office, declined):
    from kim_app.api.referral import barrier_draft

    draft = barrier_draft(declined.name)
    assert (draft["doctype"], draft["category"]) == ("Barrier", "responsibility")
    assert draft["life_areas"] == [{"life_area": "debts"}]
    assert draft["legal_circles"] == [{"legal_circle": "sgb2"}]
    assert draft["affected_actors"] == [{"actor": office.authority}]
    assert draft["occurrences"][0]["case"] == office.case
    for word in ("Ada", "Beispiel", office.person):
        assert word not in str(draft)


def test_the_report_is_kept_on_the_referral_and_made_once(site, office, declined):
    from kim_app.api.referral import report_barrier

    name = report_barrier(declined.name, title="Zuständigkeit unklar")
    barrier = site.get_doc("Barrier", name)
    assert (barrier.title, barrier.category, barrier.entered_by) == (
        "Zuständigkeit unklar",
        "responsibility",
        office.cm,
    )
    assert [row.case for row in barrier.occurrences] == [office.case]
    assert declined.reload().barrier == name
    with pytest.raises(site.ValidationError, match="reported already"):
        report_barrier(declined.name)
    assert site.db.count("Barrier", {"title": "Zuständigkeit unklar"}) == 1


def test_an_outcome_that_helped_suggests_none(site, office, sent):
    from kim_app.api.referral import barrier_draft

    with pytest.raises(site.ValidationError, match="suggests no barrier"):
        barrier_draft(sent().name)


def test_strangers_learn_nothing(site, office, declined, user_with):
    from kim_app.api import referral as api

    coordinator = office.coordinator
    for user in (office.stranger, coordinator):
        site.set_user(user)
        for call in (api.barrier_draft, api.report_barrier, api.consent_state, api.mail_recipients, api.notify_actor):
            for name in (declined.name, "V-2026-99999"):
                with pytest.raises(site.PermissionError):
                    call(name)
    assert not declined.reload().barrier
