"""What comes on an agenda: cases with consent where cases are spoken of, everywhere else barriers and numbers."""

from datetime import date, timedelta

import pytest

from frappe.utils import nowdate

from kim_app.api import meeting as api

SOON = f"{date.today() + timedelta(14)} 10:00:00"


@pytest.fixture
def meeting(make, acting, team):
    def plan(kind="Working Group", who="co", **values):
        with acting(team.users[who]):
            return make("Meeting", **{"title": "Sitzung", "meeting_type": kind, "starts_on": SOON, **values}).name

    return plan


@pytest.fixture
def failed(site, make, acting, team):
    """Return a function that lets referrals of a case manager fail."""

    def fail(who="cm1", number=1, area="housing", state="Declined"):
        names = []
        for _ in range(number):
            with acting(team.users[who]):
                doc = make("Referral", case=team.cases[who], actor=team.actor, life_area=area, reason="information")
                names.append(doc.name)
            site.db.set_value("Referral", names[-1], {"workflow_state": state, "sent_on": nowdate()})
        return names

    return fail


@pytest.fixture
def agreed(make, acting, team):
    def give(who="cm1", **values):
        with acting(team.users[who]):
            return make(
                "Consent", person=team.persons[who], purpose="Case Conference",
                given_on=str(date.today() - timedelta(1)), **values,
            )  # fmt: skip

    return give


def test_barriers_of_a_state_come_on_the_agenda_once(site, acting, team, barrier, meeting):
    first, second = barrier().name, barrier("cm2", title="Formulare nur auf Deutsch").name
    site.db.set_value("Barrier", first, "workflow_state", "In Working Group")
    name = meeting()
    with acting(team.users["co"]):
        offered = api.proposals(name)
        assert offered["state"] == "In Working Group"
        assert first in {row.name for row in offered["barriers"]}
        assert second not in {row.name for row in offered["barriers"]}
        assert second in {row.name for row in api.proposals(name, "Reported")["barriers"]}
        assert api.fill_agenda(name, barriers=[first, second]) == 2
        assert api.fill_agenda(name, barriers=[first]) == 0
        assert first not in {row.name for row in api.proposals(name)["barriers"]}
    assert {row.barrier for row in site.get_doc("Meeting", name).agenda} == {first, second}


def test_failed_referrals_come_as_numbers_that_tell_of_nobody(site, acting, team, failed, meeting):
    site.db.delete("Referral")
    persons = site.get_all("Person", limit=3, pluck="name")
    for referral, person in zip(failed("cm1", 3, "housing"), persons, strict=True):
        site.db.set_value("Referral", referral, "person", person)
    failed("cm2", 2, "work", "Not Attended")
    failed("cm2", 4, "language")  # of one person
    name = meeting()
    with acting(team.users["co"]):
        offered = api.proposals(name)
        assert not {"cases", "referrals"} & set(offered)
        assert api.fill_agenda(name, failed=1) == 1
    (item,) = site.get_doc("Meeting", name).agenda
    label = site.db.get_value("Life Area", "housing", "label")
    assert item.topic == f"Gescheiterte Vermittlungen in 12 Monaten: {label} 3"
    assert not item.case


def test_numbers_that_tell_of_few_are_no_topic(site, acting, team, failed, meeting):
    site.db.delete("Referral")
    failed("cm1", 2)
    name = meeting()
    with acting(team.users["co"]):
        assert api.proposals(name)["failed"] is None
        assert api.fill_agenda(name, failed=1) == 0


def test_only_cases_with_consent_come_into_a_case_conference(site, acting, team, agreed, failed, meeting):
    (referral,) = failed()
    name = meeting("Case Conference", "cm1")
    with acting(team.users["cm1"]):
        assert api.proposals(name) == {"cases": [], "referrals": []}
        for chosen in ({"cases": [team.cases["cm1"]]}, {"referrals": [referral]}):
            with pytest.raises(site.ValidationError) as caught:
                api.fill_agenda(name, **chosen)
            assert "Only cases whose persons agreed" in str(caught.value)
    agreed()
    with acting(team.users["cm1"]):
        offered = api.proposals(name)
        assert [row["name"] for row in offered["cases"]] == [team.cases["cm1"]]
        assert [row["name"] for row in offered["referrals"]] == [referral]
        assert api.fill_agenda(name, cases=[team.cases["cm1"]], referrals=[referral]) == 2
    agenda = site.get_doc("Meeting", name).agenda
    assert {item.case for item in agenda} == {team.cases["cm1"]}
    assert agenda[1].topic == f"Vermittlung {referral} an {team.actor}: Abgelehnt"
    assert "Sehr geheim" not in str([item.as_dict() for item in agenda])


@pytest.mark.parametrize(
    "values", [{"withdrawn_on": str(date.today())}, {"valid_until": str(date.today() + timedelta(3))}], ids=str
)
def test_a_consent_that_does_not_last_offers_no_case(acting, team, agreed, meeting, values):
    agreed(**values)
    name = meeting("Case Conference", "cm1")
    with acting(team.users["cm1"]):
        assert api.proposals(name)["cases"] == []


def test_cases_of_a_colleague_are_neither_offered_nor_added(site, acting, team, agreed, failed, meeting):
    agreed("cm2")
    (referral,) = failed("cm2")
    name = meeting("Case Conference", "cm1")
    with acting(team.users["cm1"]):
        assert api.proposals(name) == {"cases": [], "referrals": []}
        for chosen in ({"cases": [team.cases["cm2"]]}, {"referrals": [referral]}):
            with pytest.raises(site.ValidationError):
                api.fill_agenda(name, **chosen)
    assert site.get_doc("Meeting", name).agenda == []


def test_no_case_comes_into_any_other_meeting(site, acting, team, agreed, meeting):
    agreed()
    name = meeting("Planning Conference")
    with acting(team.users["co"]):
        assert api.fill_agenda(name, cases=[team.cases["cm1"]]) == 0
    assert site.get_doc("Meeting", name).agenda == []


def test_who_may_not_change_the_meeting_fills_no_agenda(site, acting, team, meeting):
    group, conference = meeting(), meeting("Case Conference", "cm1")
    for who, name in (("cm1", group), ("clerk", group), ("steering", group), ("co", conference), ("cm2", conference)):
        with acting(team.users[who]):
            for call in (api.proposals, api.fill_agenda, api.send_invitations, api.make_tasks):
                with pytest.raises(site.PermissionError):
                    call(name)
                with pytest.raises(site.PermissionError):
                    call("S-2026-9999")
    assert site.get_doc("Meeting", group).agenda == []


def test_an_agenda_is_closed_with_the_meeting(site, acting, team, barrier, meeting):
    name, topic = meeting(), barrier().name
    site.db.set_value("Meeting", name, "workflow_state", "Cancelled")
    with acting(team.users["co"]), pytest.raises(site.ValidationError) as caught:
        api.fill_agenda(name, barriers=[topic])
    assert "The agenda of this meeting is closed" in str(caught.value)
    assert site.get_doc("Meeting", name).agenda == []
