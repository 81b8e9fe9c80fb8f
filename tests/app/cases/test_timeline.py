"""The timeline of a case: everything in one place, each item for those who may read it."""

import pytest

from frappe.desk.form.load import getdoc
from frappe.utils import nowdate

from kim_app.cases.timeline import items

OTHERS = ["KIM Case Manager", "KIM Coordinator", "KIM Foreigners Office Clerk", "System Manager"]


@pytest.fixture
def full(site, ready, make):
    """A case with something of everything."""
    case = ready("Planning")
    user = site.session.user
    site.set_user("Administrator")
    make("Actor", actor_name="Akteur & Söhne", actor_type="other")
    site.set_user(user)
    make("Contact Note", case=case.name, note="Offen <script>x</script>", minutes=45, channel="phone")
    make("Contact Note", case=case.name, note="Geheim notiert", confidential=1)
    actor = site.db.get_value("Actor", {"actor_name": ("like", "Akteur%Söhne%")})
    make("Referral", case=case.name, actor=actor, life_area="work", reason="information")
    consent = site.get_doc("Consent", {"person": case.person})
    consent.withdrawn_on = nowdate()
    consent.save()
    case.concern = "Neu"
    return case.save()


def texts(case):
    return " ".join(item["content"] for item in items("Case", case.name))


def test_it_holds_notes_assessments_referrals_consents_and_phases(full):
    text = texts(full)
    for part in ("45 min", "Offen", "Geheim notiert", "average 2", "to Akteur", "Counselling, given", "withdrawn"):
        assert part in text
    assert "Phase “Enquiry”" in text
    assert all(item["creation"] and item["icon"] for item in items("Case", full.name))


def test_what_people_wrote_stays_text(full):
    assert "<script>" not in texts(full)
    assert "Akteur &amp; Söhne" in texts(full)


def test_the_form_gets_it(site, full):
    getdoc("Case", full.name)
    assert len(site.response["docinfo"]["additional_timeline_content"]) == len(items("Case", full.name))


def test_a_colleague_of_the_team_gets_it_without_what_is_confidential(site, full, user_with):
    site.set_user("Administrator")
    name = user_with("KIM Case Manager")
    team = site.get_doc("Team", "case_management")
    team.case_access = "Read"
    team.append("members", {"user": name})
    team.save()
    site.db.set_value("Case", full.name, "team", team.name)
    everything = len(items("Case", full.name))
    site.set_user(name)
    assert "Offen" in texts(full)
    assert "Geheim" not in texts(full)
    assert len(items("Case", full.name)) == everything - 1


@pytest.mark.parametrize("role", OTHERS)
def test_others_get_nothing(site, full, user_with, role):
    site.set_user("Administrator")
    site.set_user(user_with(role))
    assert items("Case", full.name) == []
    with pytest.raises(site.PermissionError):
        getdoc("Case", full.name)
