"""Deputies: by whom they are arranged, from when until when they see, and the trace they leave."""

import pytest

from frappe.utils import add_days, nowdate

from kim_app.api import case as api


@pytest.fixture
def colleagues(site, manager, user_with):
    """Another case manager, a coordinator, and one who is both."""
    site.set_user("Administrator")
    found = [
        user_with("KIM Case Manager"),
        user_with("KIM Coordinator"),
        user_with("KIM Coordinator", "KIM Case Manager"),
    ]
    site.set_user(manager)
    return found


@pytest.fixture
def arrange(make, manager, colleagues):
    """Return a function that enters an arrangement: arrange(starts=0, ends=4) counts days from today."""

    def insert(starts=0, ends=4, **values):
        days = {"starts_on": add_days(nowdate(), starts), "ends_on": add_days(nowdate(), ends)}
        return make("Deputy Arrangement", **{"absent_user": manager, "deputy": colleagues[0], **days, **values})

    return insert


@pytest.mark.parametrize(
    ("starts", "ends", "sees"), [(0, 0, True), (-4, 0, True), (0, 4, True), (1, 5, False), (-5, -1, False)]
)
def test_a_deputy_sees_from_the_first_to_the_last_day(site, case, arrange, colleagues, starts, ends, sees):
    arrange(starts, ends)
    site.set_user(colleagues[0])
    assert site.has_permission("Case", "read", case.name, user=colleagues[0]) is sees
    assert site.has_permission("Case", "write", case.name, user=colleagues[0]) is sees
    assert (case.name in site.get_list("Case", pluck="name")) is sees
    assert (case.person in site.get_list("Person", pluck="name")) is sees


def test_a_deleted_arrangement_opens_nothing(site, case, arrange, colleagues):
    arrange().delete()
    assert not site.has_permission("Case", "read", case.name, user=colleagues[0])


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"starts": 3, "ends": 2}, "Please correct one of the two."),
        ({"deputy": "me"}, "Nobody is their own deputy"),
        ({"deputy": 1}, "cannot hold cases"),
        ({"deputy": "Guest"}, "cannot hold cases"),
    ],
)
def test_what_is_no_arrangement_is_refused(arrange, manager, colleagues, expect_refusal, values, text):
    deputy = values.pop("deputy", 0)
    deputy = {"me": manager}.get(deputy) or (deputy if isinstance(deputy, str) else colleagues[deputy])
    with expect_refusal(text, "Deputy Arrangement"):
        arrange(**values, deputy=deputy)


def refused_by_right(site, action):
    """Call `action`, which must be refused, and say whether nothing was entered."""
    number = site.db.count("Deputy Arrangement")
    with pytest.raises(site.PermissionError):
        action()
    return site.db.count("Deputy Arrangement") == number


def test_nobody_opens_the_cases_of_a_colleague_to_oneself(site, arrange, colleagues):
    other, _coordinator, both = colleagues
    for user in (other, both):
        site.set_user(user)
        assert refused_by_right(site, lambda user=user: arrange(deputy=user))


def test_no_colleague_arranges_for_another(site, arrange, colleagues):
    other, _coordinator, both = colleagues
    site.set_user(other)
    assert refused_by_right(site, lambda: arrange(deputy=both))


def test_an_own_arrangement_cannot_be_turned_around(site, manager, colleagues, arrange):
    site.set_user(colleagues[0])
    own = arrange(absent_user=colleagues[0], deputy=manager)
    own.update({"absent_user": manager, "deputy": colleagues[0]})
    with pytest.raises(site.PermissionError):
        own.save()
    assert site.db.get_value("Deputy Arrangement", own.name, "absent_user") == colleagues[0]


def test_the_coordination_arranges_when_somebody_falls_ill_but_opens_no_confidential_notes(site, arrange, colleagues):
    site.set_user(colleagues[1])
    arranged = arrange(reason="Illness")
    assert arranged.deputy == colleagues[0]
    assert refused_by_right(site, lambda: arrange(confidential_notes=1))
    arranged.confidential_notes = 1
    with pytest.raises(site.PermissionError):
        arranged.save()


def test_the_cases_of_a_colleague_who_left_are_handed_over_by_a_deputy(site, case, manager, arrange, colleagues):
    deputy, coordinator, _both = colleagues
    site.db.set_value("User", manager, "enabled", 0)
    site.set_user(coordinator)
    offered = [
        [row[0] for row in api.case_managers("User", manager, filters=found)] for found in (None, {"holders": 1})
    ]
    assert offered == [[], [manager]]
    assert arrange().absent_user == manager
    site.set_user(deputy)
    api.hand_over(case.name, deputy, "Ausgeschieden")
    assert site.db.get_value("Case", case.name, "case_manager") == deputy


def test_for_somebody_without_cases_no_deputy_is_arranged(site, user_with, arrange, colleagues, expect_refusal):
    site.set_user("Administrator")
    gone = user_with("KIM Case Manager")
    site.db.set_value("User", gone, "enabled", 0)
    site.set_user(colleagues[1])
    assert not api.case_managers("User", gone, filters={"holders": 1})
    with expect_refusal("cannot hold cases", "Deputy Arrangement"):
        arrange(absent_user=gone)


def test_both_are_told_from_when_until_when(site, manager, arrange, colleagues):
    from frappe.utils import formatdate

    site.set_user(colleagues[1])
    arrangement = arrange()
    told = {
        row.for_user: row.subject
        for row in site.get_all("Notification Log", {"document_name": arrangement.name}, ["for_user", "subject"])
    }
    assert set(told) == {manager, colleagues[0]}
    for subject in told.values():
        assert formatdate(arrangement.starts_on) in subject
        assert formatdate(arrangement.ends_on) in subject


def test_each_finds_the_own_arrangements(site, arrange, colleagues, user_with, manager):
    name = arrange().name
    site.set_user("Administrator")
    stranger = user_with("KIM Case Manager")
    for user, sees in ((manager, True), (colleagues[0], True), (colleagues[1], True), (stranger, False)):
        site.set_user(user)
        assert (name in site.get_list("Deputy Arrangement", pluck="name")) is sees


def test_what_a_deputy_changes_or_opens_is_written_down(site, case, arrange, colleagues, make):
    from frappe.desk.form.load import getdoc

    arrange()
    site.set_user(colleagues[0])
    doc = site.get_doc("Case", case.name)
    doc.concern = "Ergänzt in Vertretung."
    doc.save()
    note = make("Contact Note", case=case.name, note="In Vertretung")
    contents = site.get_all("Comment", {"reference_name": case.name}, pluck="content", order_by="creation, name")
    assert sorted(contents) == [
        "changed as deputy for Tester: Case",
        f"changed as deputy for Tester: Contact Note {note.name}",
    ]
    getdoc("Case", case.name)
    assert site.get_all("View Log", {"reference_name": case.name}, pluck="viewed_by") == [colleagues[0]]


def test_the_case_manager_leaves_no_deputys_trace(site, case, arrange):
    arrange()
    case.concern = "Selbst ergänzt."
    case.save()
    assert not site.db.count("Comment", {"reference_name": case.name})
