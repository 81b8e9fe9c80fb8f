"""A new case after closing: with what the case manager takes over, and nothing else."""

import pytest

from frappe.utils import nowdate

from kim_app.api import case as api


@pytest.fixture
def former(site, ready):
    """A closed case with everything that can be carried over."""
    case = ready("Closed")
    for field in ("resources", "helpers"):
        case.db_set(field, f"Alt: {field}")
    case.append("goals", {"life_area": "housing", "goal": "Wohnung", "result": "Not Reached", "evaluation": "Markt"})
    case.append("legal_circles", {"legal_circle": "sgb2"})
    case.append("participants", {"participant_name": "Frau Nachbarin", "contribution": "Begleitung"})
    case.flags.ignore_permissions = True
    case.save()
    return case.reload()


def entered(site, former, *parts):
    return site.get_doc("Case", api.follow_up(former.name, list(parts)))


def test_without_a_choice_only_the_person_goes_on(site, former, manager):
    case = entered(site, former)
    assert (case.person, case.follow_up_of, case.case_manager) == (former.person, former.name, manager)
    assert (case.workflow_state, str(case.opened_on)) == ("Enquiry", nowdate())
    assert not any(case.get(part) for part in ("resources", "helpers", "goals", "life_areas", "participants"))
    assert not any(case.get(part) for part in ("legal_circles", "closing_reason", "concern", "signed_plan"))


@pytest.mark.parametrize("part", ["resources", "helpers"])
def test_a_text_is_carried_over(site, former, part):
    assert entered(site, former, part).get(part) == f"Alt: {part}"


@pytest.mark.parametrize(
    ("part", "field", "values"),
    [
        ("life_areas", "life_area", ["work"]),
        ("legal_circles", "legal_circle", ["sgb2"]),
        ("participants", "participant_name", ["Frau Nachbarin"]),
        ("goals", "goal", ["Wohnung"]),
    ],
)
def test_rows_are_carried_over(site, former, part, field, values):
    case = entered(site, former, part)
    assert [row.get(field) for row in case.get(part)] == values
    assert len(former.reload().get(part)) >= len(values)


def test_an_unreached_goal_begins_anew(site, former):
    (goal,) = entered(site, former, "goals").goals
    assert not any((goal.result, goal.evaluation, goal.evaluated_on))


@pytest.mark.parametrize(("parts", "text"), [(["notes"], "Unknown parts"), (["owner", "goals"], "Unknown parts")])
def test_nothing_else_is_carried_over(former, expect_refusal, parts, text):
    with expect_refusal(text, "Case"):
        api.follow_up(former.name, parts)


def test_an_open_case_has_no_follow_up(case, expect_refusal):
    with expect_refusal("is not closed", "Case"):
        api.follow_up(case.name, [])


def test_a_case_follows_no_case_of_somebody_else(former, make, person, expect_refusal):
    client = person(last_name="Andere").name
    with expect_refusal("only a case of the same person", "Case"):
        make("Case", person=client, follow_up_of=former.name)


@pytest.mark.parametrize("role", ["KIM Case Manager", "KIM Coordinator", "System Manager"])
def test_others_follow_nothing(site, former, user_with, role):
    number = site.db.count("Case")
    site.set_user("Administrator")
    site.set_user(user_with(role))
    with pytest.raises(site.PermissionError):
        api.follow_up(former.name, ["goals"])
    assert site.db.count("Case") == number
