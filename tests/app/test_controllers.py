"""What the small controllers compute, and what they refuse."""

from datetime import date, timedelta

import pytest

# Two days off, so that no time zone makes them today.
FUTURE, PAST = (str(date.today() + timedelta(days)) for days in (2, -2))
EARLIER = str(date.today() - timedelta(3))


@pytest.fixture
def actor(make):
    return make("Actor", actor_name="Akteur für Tests", actor_type="other").name


@pytest.fixture
def case(make, person):
    return make("Case", person=person().name, case_manager="Administrator")


def test_full_name_is_first_and_last_name(person):
    assert person(first_name="  Ada ", last_name="von  Beispiel").full_name == "Ada von Beispiel"


def test_a_changed_name_reaches_case_referral_and_application(site, make, case, actor):
    referral = make("Referral", case=case.name, actor=actor, life_area="work", reason="information")
    application = make("Application", person=case.person, application_type="ext")
    renamed = site.get_doc("Person", case.person)
    renamed.last_name = "Neu"
    renamed.save()
    for doc in (case, referral, application):
        assert doc.reload().person_name == "Ada Neu"


@pytest.mark.parametrize("field", ["birth_date", "arrival_date"])
def test_person_refuses_a_date_in_the_future(expect_refusal, person, field):
    with expect_refusal("lies in the future. Please enter today or an earlier date.", "Person"):
        person(**{field: FUTURE})


def test_person_refuses_arrival_before_birth(expect_refusal, person):
    with expect_refusal("Please correct one of the two.", "Person"):
        person(birth_date="2001-01-02", arrival_date="2001-01-01")


def test_person_refuses_a_title_that_ended_before_arrival(expect_refusal, person):
    with expect_refusal("Please correct one of the two.", "Person"):
        person(arrival_date="2020-05-01", residence_valid_until="2019-05-01")


def test_a_refused_change_leaves_the_person_as_it_was(site, person):
    saved = person(birth_date="1990-01-01")
    saved.birth_date = FUTURE
    with pytest.raises(site.ValidationError):
        saved.save()
    assert str(site.db.get_value("Person", saved.name, "birth_date")) == "1990-01-01"


def test_case_takes_the_name_of_its_person(case):
    assert case.person_name == "Ada Beispiel"
    assert case.name.startswith("F-")


def test_case_refuses_a_review_before_its_opening(expect_refusal, make, person):
    client = person().name
    with expect_refusal("Please correct one of the two.", "Case"):
        make("Case", person=client, opened_on=PAST, next_review_on=EARLIER)


def test_referral_takes_the_person_of_its_case(make, case, actor):
    referral = make("Referral", case=case.name, actor=actor, life_area="work", reason="information")
    assert (referral.person, referral.person_name) == (case.person, "Ada Beispiel")


def test_referral_refuses_an_offer_of_another_actor(expect_refusal, make, case, actor):
    other = make("Actor", actor_name="Anderer Akteur für Tests", actor_type="other").name
    offer = make("Offer", offer_name="Kurs", actor=other).name
    with expect_refusal("Please choose an offer of", "Referral"):
        make("Referral", case=case.name, actor=actor, offer=offer, life_area="work", reason="information")


def test_referral_refuses_an_answer_before_it_was_sent(expect_refusal, make, case, actor):
    with expect_refusal("Please correct one of the two.", "Referral"):
        make(
            "Referral", case=case.name, actor=actor, life_area="work", reason="information",
            sent_on=PAST, responded_on=EARLIER,
        )  # fmt: skip


def test_actor_refuses_to_be_part_of_itself(site, expect_refusal, make, actor):
    child = make("Actor", actor_name="Teil für Tests", actor_type="other", parent_actor=actor)
    parent = site.get_doc("Actor", actor)
    parent.parent_actor = child.name
    with expect_refusal("Please choose another actor", "Actor"):
        parent.save()


def test_offer_refuses_more_free_places_than_places(expect_refusal, make, actor):
    with expect_refusal("There cannot be more free places (5) than places in total (4)", "Offer"):
        make("Offer", offer_name="Kurs", actor=actor, capacity=4, free_places=5)


def test_offer_without_limit_may_have_free_places(make, actor):
    assert make("Offer", offer_name="Kurs", actor=actor, free_places=5).free_places == 5


def test_meeting_refuses_to_end_before_it_starts(expect_refusal, make):
    with expect_refusal("Please correct one of the two.", "Meeting"):
        make(
            "Meeting", title="Sitzung", meeting_type="Working Group",
            starts_on="2026-03-01 10:00:00", ends_on="2026-03-01 09:00:00",
        )  # fmt: skip


@pytest.mark.parametrize("kind", ["Steering Group", "Case Reconstruction", "Planning Conference", "Network Meeting"])
def test_only_a_case_conference_speaks_of_a_case(expect_refusal, make, case, kind):
    with expect_refusal("Please take the case off the agenda.", "Meeting"):
        make(
            "Meeting", title="Sitzung", meeting_type=kind, starts_on="2026-03-01 10:00:00",
            agenda=[{"topic": "Thema", "case": case.name}],
        )  # fmt: skip


def test_application_starts_with_the_checklist_and_due_date_of_its_type(make, person):
    application = make("Application", person=person().name, application_type="res_25b", received_on="2026-01-01")
    assert len(application.requirements) == 8
    assert str(application.due_on) == "2026-04-01"
    assert application.completeness == 0


def test_completeness_is_the_share_of_mandatory_requirements(make, person):
    rows = [
        {"requirement": "Pass", "fulfilled": 1},
        {"requirement": "Vertrag", "fulfilled": 0},
        {"requirement": "Foto", "mandatory": 0, "fulfilled": 0},
    ]
    application = make("Application", person=person().name, application_type="ext", requirements=rows)
    assert application.completeness == 50
    application.requirements[1].fulfilled = 1
    assert application.save().completeness == 100


def test_application_keeps_a_due_date_of_its_own(make, person):
    application = make("Application", person=person().name, application_type="ext", due_on=FUTURE)
    assert str(application.due_on) == FUTURE


def test_application_refuses_receipt_in_the_future(expect_refusal, make, person):
    client = person().name
    with expect_refusal("lies in the future", "Application"):
        make("Application", person=client, application_type="ext", received_on=FUTURE)


def test_application_type_refuses_to_end_before_it_starts(expect_refusal, make):
    with expect_refusal("Please correct one of the two.", "Application Type"):
        make(
            "Application Type", code="test", label="Test", office="Foreigners Office",
            valid_from="2026-01-01", valid_until="2025-01-01",
        )  # fmt: skip


def test_barrier_counts_each_case_once(make, case):
    rows = [{"case": case.name}, {"case": case.name}]
    barrier = make("Barrier", title="Wartezeit", category="waiting", description="Lang.", occurrences=rows)
    assert barrier.occurrence_count == 1


@pytest.mark.parametrize("progress", [-1, 101])
def test_measure_refuses_progress_that_is_no_percentage(expect_refusal, make, actor, progress):
    barrier = make("Barrier", title="Wartezeit", category="waiting", description="Lang.").name
    with expect_refusal("enter a number from 0 to 100", "Measure") if progress > 0 else pytest.raises(Exception):
        make("Measure", barrier=barrier, title="M", responsible=actor, due_on=FUTURE, progress=progress)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>Ada", "=1+1", "Ä̈ß𝄞", "محمد", "O'Neil %s"])
def test_strange_names_stay_text(site, person, name):
    saved = person(first_name=name)
    stored = site.db.get_value("Person", saved.name, ["first_name", "full_name"], as_dict=True)
    assert stored.full_name == f"{stored.first_name} Beispiel"
    assert "<script>" not in stored.first_name
