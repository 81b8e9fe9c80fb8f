"""Assessments: sound scores, a quick start, and a picture over time."""

from datetime import date, timedelta

import pytest

from frappe.utils import add_days, formatdate, nowdate

from kim_app.api import case as api

DAYS = [str(date.today() - timedelta(days)) for days in (120, 60, 2)]

OTHERS = ["KIM Case Manager", "KIM Coordinator", "KIM Foreigners Office Clerk", "System Manager"]


@pytest.mark.parametrize("score", [0, 6, -1, None])
def test_a_score_is_from_one_to_five(case, assess, expect_refusal, score):
    with expect_refusal("", "Assessment"):
        assess(case, work=score)


def test_the_refusal_names_the_row_and_the_scale(case, make, expect_refusal):
    rows = [{"life_area": "work", "score": 3}, {"life_area": "housing", "score": 6}]
    with expect_refusal("Row 2: please enter a score from 1 (acute need) to 5 (copes alone).", "Assessment"):
        make("Assessment", case=case.name, scores=rows)


def test_each_life_area_has_one_row(case, make, expect_refusal):
    rows = [{"life_area": "work", "score": 3}, {"life_area": "work", "score": 4}]
    with expect_refusal("Row 2: this life area has a score already", "Assessment"):
        make("Assessment", case=case.name, scores=rows)


def test_no_assessment_of_tomorrow(case, assess, expect_refusal):
    with expect_refusal("lies in the future", "Assessment"):
        assess(case, day=add_days(nowdate(), 2))


def test_the_average_is_computed(case, assess):
    assert assess(case, work=2, housing=5, health=3).average_score == 3.33


def test_a_new_assessment_begins_with_the_last_areas_and_those_chosen_since(case, assess):
    assert api.assessment_start(case.name) == ["work"]
    assess(case, day=DAYS[0], work=1, health=2)
    assess(case, day=DAYS[1], health=2, debts=3)
    case.append("life_areas", {"life_area": "housing"})
    case.save()
    assert api.assessment_start(case.name) == ["health", "debts", "work", "housing"]


def test_an_assessment_stays_in_its_case(site, case, assess, make, person, refused):
    assessment = assess(case)
    assessment.case = make("Case", person=person(last_name="Andere").name).name
    assert "Value cannot be changed" in refused(assessment, assessment.save, site.CannotChangeConstantError)


def test_the_picture_lays_the_first_the_last_and_this_one_over_each_other(case, assess):
    docs = [assess(case, day=day, work=score, housing=5) for day, score in zip(DAYS, (1, 2, 4), strict=True)]
    extra = assess(case, day=nowdate(), work=5, debts=2)
    picture = api.assessment_picture(case.name)
    assert picture["labels"] == ["Arbeit", "Schulden", "Wohnen"]
    assert [(row["name"], row["values"]) for row in picture["datasets"]] == [
        (formatdate(DAYS[0]), [1, None, 5]),
        (formatdate(DAYS[2]), [4, None, 5]),
        (formatdate(nowdate()), [5, 2, None]),
    ]
    assert api.assessment_picture(case.name, docs[1].name)["datasets"][-1]["values"] == [2, 5]
    assert len(api.assessment_picture(case.name, docs[0].name)["datasets"]) == 1
    assert picture["count"] == 4
    assert extra.name


def test_without_an_assessment_the_picture_is_empty(case):
    assert api.assessment_picture(case.name) == {"labels": [], "datasets": [], "rows": [], "count": 0}


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("call", [api.assessment_picture, api.assessment_start])
def test_others_see_no_picture_and_learn_nothing(site, case, assess, user_with, role, call):
    assess(case)
    site.set_user("Administrator")
    site.set_user(user_with(role))
    for name in (case.name, "F-2000-00000"):
        with pytest.raises(site.PermissionError) as caught:
            call(name)
        assert case.person_name not in str(caught.value)
