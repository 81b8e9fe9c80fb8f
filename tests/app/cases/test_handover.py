"""Handing a case over: by whom, to whom, and what goes along."""

import pytest

from kim_app.api import case as api


@pytest.fixture
def new(site, user_with, manager):
    """The colleague who takes the case."""
    site.set_user("Administrator")
    name = user_with("KIM Case Manager")
    site.set_user(manager)
    return name


@pytest.fixture
def colleague(site, case, user_with, new):
    """A colleague of the case's team who may write its cases."""
    site.set_user("Administrator")
    name = user_with("KIM Case Manager")
    team = site.get_doc("Team", "case_management")
    team.case_access = "Read and Write"
    team.append("members", {"user": name})
    team.save()
    site.db.set_value("Case", case.name, "team", team.name)
    case.reload()
    return name


def trace(site, case):
    return site.get_all("Comment", {"reference_name": case.name, "comment_type": "Info"}, pluck="content")


def test_everything_goes_along_and_the_old_one_sees_nothing_any_more(site, case, agree, assess, make, new, manager):
    docs = [agree(case), assess(case), make("Contact Note", case=case.name, note="Offen")]
    site.set_user("Administrator")
    make("Actor", actor_name="Akteur der Übergabe", actor_type="other")
    site.set_user(manager)
    referral = {"actor": "Akteur der Übergabe", "life_area": "work", "reason": "information"}
    docs += [make("Referral", case=case.name, **referral), case, site.get_doc("Person", case.person)]
    assert api.hand_over(case.name, new, "Elternzeit ab Montag") == new
    for doc in docs:
        for user, sees in ((new, True), (manager, False)):
            site.set_user(user)
            assert site.has_permission(doc.doctype, "read", doc.name, user=user) is sees, (doc.doctype, user)
            assert (doc.name in site.get_list(doc.doctype, pluck="name")) is sees


def test_it_is_written_down_and_told(site, case, new, manager):
    api.hand_over(case.name, new, "Elternzeit <script>")
    assert trace(site, case) == ["handed the case over from Tester to Tester: Elternzeit &lt;script&gt;"]
    notice = site.get_all("Notification Log", {"for_user": new}, ["document_name", "subject"])
    assert [(row.document_name, case.person_name in row.subject) for row in notice] == [(case.name, False)]


def test_the_deputy_hands_over_too(site, case, new, manager, make, user_with):
    from frappe.utils import nowdate

    site.set_user("Administrator")
    deputy = user_with("KIM Case Manager")
    make("Deputy Arrangement", absent_user=manager, deputy=deputy, starts_on=nowdate(), ends_on=nowdate())
    site.set_user(deputy)
    api.hand_over(case.name, new, "Krankheit")
    assert site.db.get_value("Case", case.name, "case_manager") == new


def by_button(site, case, to):
    api.hand_over(case.name, to, "Grund")


def by_field(site, case, to):
    doc = site.get_doc("Case", case.name)
    doc.case_manager = to
    doc.save()


WAYS = [by_button, by_field]


@pytest.mark.parametrize("way", WAYS)
def test_a_colleague_of_the_team_takes_no_case_to_herself(site, case, colleague, refused, way):
    site.set_user(colleague)
    text = "Only the case manager of record or the deputy"
    assert text in refused(case, lambda: way(site, case, colleague), site.PermissionError)
    assert not trace(site, case)


@pytest.mark.parametrize("way", WAYS)
def test_a_stranger_hands_nothing_over(site, case, new, refused, way):
    site.set_user(new)
    assert "" in refused(case, lambda: way(site, case, new), site.PermissionError)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("roles", [("KIM Coordinator",), ("KIM Foreigners Office Clerk",), ("System Manager",), ()])
def test_only_a_case_manager_takes_a_case(site, case, user_with, refused, way, roles):
    site.set_user("Administrator")
    other = user_with(*roles)
    site.set_user(case.case_manager)
    assert "cannot hold cases" in refused(case, lambda: way(site, case, other))


@pytest.mark.parametrize("way", WAYS)
def test_nobody_takes_a_case_whose_login_is_closed(site, case, new, refused, way):
    site.db.set_value("User", new, "enabled", 0)
    assert "cannot hold cases" in refused(case, lambda: way(site, case, new))


def test_a_changed_field_is_written_down_as_well(site, case, new, manager):
    by_field(site, case, new)
    assert trace(site, case) == ["handed the case over from Tester to Tester: no reason given"]
    assert not site.has_permission("Case", "read", case.name, user=manager)


@pytest.mark.parametrize(("note", "text"), [("  ", "Please say why"), ("Grund", "holds this case already")])
def test_a_hand_over_needs_a_reason_and_somebody_else(case, new, manager, refused, note, text):
    assert text in refused(case, lambda: api.hand_over(case.name, manager if note.strip() else new, note))


def test_the_choice_offers_case_managers_only(site, new, manager, user_with):
    site.set_user("Administrator")
    other, gone = user_with("KIM Coordinator"), user_with("KIM Case Manager")
    site.db.set_value("User", gone, "enabled", 0)
    site.set_user(manager)
    offered = [row[0] for row in api.case_managers("User", "app.test", "name", 0, 50, None)]
    assert new in offered
    assert not {other, gone, "Administrator"} & set(offered)
    site.set_user(other)
    assert api.case_managers("User", "app.test", "name", 0, 50, None)
    others = api.case_managers("User", "app.test", "name", 0, 50, {"but": manager})
    assert manager in offered
    assert manager not in [row[0] for row in others]


def test_the_choice_is_for_those_who_choose(site, user_with):
    site.set_user(user_with("KIM Steering Member"))
    with pytest.raises(site.PermissionError):
        api.case_managers("User", "", "name", 0, 50, None)
