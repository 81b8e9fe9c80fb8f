"""The checklist: from type, situation and law; answers stay; completeness follows."""

from datetime import date, timedelta

import pytest

from kim_app.applications.conditions import applies
from kim_app.applications.facts import SAMPLE
from kim_app.setup.install import read_list

TODAY = date.today()


def years_ago(years):
    return str(TODAY - timedelta(days=round(365.25 * years)))


def test_25b_asks_for_six_years_and_for_four_with_a_minor_child(apply_for, keys):
    alone, parent = apply_for("res_25b"), apply_for("res_25b", minor_child=1)
    assert keys(alone, "stay").requirement.startswith("Sechs Jahre")
    assert keys(parent, "stay").requirement.startswith("Vier Jahre")
    assert keys(alone) == keys(parent)
    assert all(row.legal_basis.startswith("§") for row in alone.requirements)


def test_the_school_attendance_of_children_is_asked_of_who_has_children_of_school_age(apply_for, keys):
    assert "school_children" not in keys(apply_for("res_25b"))
    assert "school_children" in keys(apply_for("res_25b", school_children=1))


@pytest.mark.parametrize(
    ("received", "benefits", "text"),
    [
        ("2023-08-23", 0, "oder Bezug nicht zu vertreten"),
        ("2023-08-24", 0, "ohne SGB II und SGB XII gesichert"),
        ("2023-08-24", 1, "Ausnahme vom eigenen Lebensunterhalt"),
    ],
)
def test_livelihood_follows_the_law_of_the_day_of_receipt(apply_for, keys, received, benefits, text):
    application = apply_for("nat_10", received_on=received, receives_benefits=benefits)
    assert text in keys(application, "livelihood").requirement
    assert str(application.law_version_on) == received


@pytest.mark.parametrize(("received", "there"), [("2025-10-29", True), ("2025-10-30", False)])
def test_the_way_after_three_years_ended_in_october_2025(apply_for, keys, received, there):
    assert ("stay_short" in keys(apply_for("nat_10", received_on=received, stay_since="2022-01-01"))) is there


def test_children_need_no_test_and_another_level_of_german(apply_for, keys):
    child = apply_for("nat_10", about={"birth_date": years_ago(10)})
    grown = apply_for("nat_10", about={"birth_date": years_ago(30)})
    assert keys(child, "german").requirement == "Altersgemäße Sprachentwicklung"
    assert "B1" in keys(grown, "german").requirement
    assert {"knowledge", "commitment"} <= keys(grown) - keys(child)


def test_a_requirement_whose_fact_is_unknown_is_asked_for(apply_for, keys):
    unknown = apply_for("nat_10")
    assert "knowledge" in keys(unknown)
    assert "B1" in keys(unknown, "german").requirement


@pytest.mark.parametrize(
    ("title", "level", "degree", "text"),
    [
        ("permit_18a", "B1", 0, "Drei Jahre"),
        ("permit_18a", "B1", 1, "Zwei Jahre"),
        ("permit_18g", "A2", 0, "27 Monate"),
        ("permit_18g", "B1", 0, "21 Monate"),
    ],
)
def test_the_stay_for_skilled_workers_follows_title_degree_and_language(apply_for, keys, title, level, degree, text):
    application = apply_for("set_18c", title_at_receipt=title, german_level=level, german_degree=degree)
    assert keys(application, "stay").requirement.startswith(text)


@pytest.mark.parametrize(("level", "text"), [("A2", "Fünf Jahre"), ("C1", "Drei Jahre")])
def test_the_stay_for_refugees_follows_the_language(apply_for, keys, level, text):
    assert keys(apply_for("set_26_3", german_level=level), "stay").requirement.startswith(text)


def test_104c_can_be_applied_for_until_the_end_of_2025_only(apply_for, expect_refusal, person):
    assert apply_for("res_104c", received_on="2025-12-31").requirements
    with expect_refusal("could not be applied for on", "Application"):
        apply_for("res_104c", received_on="2026-01-01")


def test_the_title_of_the_person_is_taken_over(apply_for):
    about = {"residence_title": "toleration_60a", "residence_valid_until": "2026-12-01"}
    application = apply_for("res_25b", about=about)
    assert application.title_at_receipt == "toleration_60a"
    assert str(application.title_valid_until) == "2026-12-01"
    assert apply_for("res_25b", about=about, title_at_receipt="permit_104c").title_at_receipt == "permit_104c"


def test_a_changed_situation_renews_the_checklist_and_keeps_the_answers(apply_for, acting, keys):
    application = apply_for("res_25b")
    with acting(application.clerk):
        keys(application, "german").update({"fulfilled": 1, "evidence": "Zertifikat A2 von heute"})
        application.append("requirements", {"requirement": "Von Hand"})
        application.save()
        application.minor_child, application.school_children = 1, 1
        application.save()
    application.reload()
    assert keys(application, "stay").requirement.startswith("Vier Jahre")
    assert (keys(application, "german").fulfilled, keys(application, "german").evidence) == (
        1,
        "Zertifikat A2 von heute",
    )
    assert "Von Hand" in [row.requirement for row in application.requirements]
    assert "school_children" in keys(application)
    assert [row.idx for row in application.requirements] == list(range(1, len(application.requirements) + 1))


def test_a_requirement_that_no_longer_applies_goes_unless_it_was_answered(apply_for, acting, keys):
    application = apply_for("res_25b", school_children=1)
    with acting(application.clerk):
        application.school_children = 0
        application.save()
        assert "school_children" not in keys(application)
        application.school_children = 1
        application.save()
        keys(application, "school_children").remark = "Bescheinigung kommt"
        application.save()
        application.school_children = 0
        application.save()
    row = keys(application.reload(), "school_children")
    assert (row.mandatory, row.shortfall, row.remark) == (0, "Not Needed", "Bescheinigung kommt")


def test_a_changed_type_takes_over_what_both_types_ask_for(apply_for, acting, keys):
    application = apply_for("ext")
    with acting(application.clerk):
        keys(application, "passport").fulfilled = 1
        application.save()
        application.application_type = "chg"
        application.save()
    application.reload()
    assert keys(application, "passport").fulfilled == 1
    assert "no_ban" in keys(application)


def test_a_decided_application_keeps_its_checklist(apply_for, acting, step, answer_all, keys):
    application = step(apply_for("res_25b"), "Check Formally", "Begin Review")
    step(answer_all(application), "Prepare Decision", "Grant")
    with acting(application.clerk):
        application.minor_child = 1
        application.save()
    assert keys(application.reload(), "stay").requirement.startswith("Sechs Jahre")


def test_completeness_counts_mandatory_requirements_that_are_needed(apply_for, acting, site):
    application = apply_for("ext")
    mandatory = [row for row in application.requirements if row.mandatory]
    with acting(application.clerk):
        mandatory[0].fulfilled = 1
        mandatory[1].shortfall = "Not Needed"
        mandatory[2].shortfall = "Not Fulfilled"
        application.save()
        assert application.completeness == 25 and not application.complete_on
        for row in mandatory[2:]:
            row.fulfilled = 1
        application.save()
    assert application.completeness == 100
    assert str(application.complete_on) == site.utils.nowdate()
    assert not mandatory[2].shortfall, "what is fulfilled lacks nothing"


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("minor_chld", "there is no fact “minor_chld”"),
        ("minor_child and", "it is not complete"),
        ("age < '18'", "things are compared that do not fit together"),
        ("minor_child and age < '18'", "things are compared that do not fit together"),
        ("__import__('os')", "only facts, values, comparisons"),
        ("title.upper() == 'X'", "only facts, values, comparisons"),
        ("[age for age in title]", "only facts, values, comparisons"),
        ("title == ＂x＂ or age.real", "only facts, values, comparisons"),
    ],
)
def test_a_condition_that_cannot_be_used_is_refused_when_it_is_saved(site, condition, message):
    kind = site.get_doc("Application Type", "ext")
    kind.requirements[0].applies_if = condition
    with pytest.raises(site.ValidationError) as caught:
        kind.save()
    assert message in str(caught.value) and "Facts are: age, application_type" in str(caught.value)
    assert not site.db.get_value("Application Type Requirement", kind.requirements[0].name, "applies_if")


def test_a_full_width_quotation_mark_cannot_hide_a_call(site):
    kind = site.get_doc("Application Type", "ext")
    kind.requirements[0].applies_if = 'title == "\uff02 or age.real or title == \uff02"'
    with pytest.raises(site.ValidationError):
        kind.save()


def test_a_requirement_gets_a_key_and_an_administrators_row_is_asked_for(site, apply_for, keys):
    kind = site.get_doc("Application Type", "ext")
    kind.append("requirements", {"requirement": "Foto nach Muster", "applies_if": "nationality == 'Guinea'"})
    kind.save()
    assert kind.requirements[-1].requirement_key == "foto_nach_muster"
    assert "foto_nach_muster" in keys(apply_for("ext", about={"nationality": "Guinea"}))
    assert "foto_nach_muster" not in keys(apply_for("ext", about={"nationality": "Brazil"}))


def test_every_seeded_condition_knows_its_facts():
    rows = [row for kind in read_list("Application Type") for row in kind["requirements"]]
    conditions = [row["applies_if"] for row in (*rows, *read_list("Legal Notice")) if row.get("applies_if")]
    assert len(conditions) > 40
    assert all(applies(condition, SAMPLE) is not None for condition in conditions)


def test_every_seeded_requirement_says_its_law_and_the_evidence():
    for kind in read_list("Application Type"):
        for row in kind["requirements"]:
            assert row["legal_basis"].startswith("§") and row["evidence"], (kind["code"], row["requirement"])
