"""Access criteria: rows that a city sets; they warn and never block."""

from datetime import date

import pytest

from frappe.utils import add_months

MONTHS_AGO = {months: str(add_months(date.today(), -months)) for months in (6, 12 * 20, 12 * 40, 40)}


@pytest.fixture
def criteria(site):
    """Return a function that makes rows the only criteria of the municipality."""

    def put(*rows):
        user = site.session.user
        site.set_user("Administrator")
        settings = site.get_doc("KIM Settings")
        settings.access_criteria = []
        settings.extend("access_criteria", [{"label": "Probe", **row} for row in rows])
        settings.save()
        site.set_user(user)

    yield put
    site.clear_document_cache("KIM Settings", "KIM Settings")


AGE = {"criterion": "Age", "minimum": 18, "maximum": 27}
HERE = {"criterion": "Months in the Municipality", "maximum": 36}
GERMANY = {"criterion": "Months in Germany", "minimum": 12}
GROUP = {"criterion": "Residence Title Group", "value": "EU, Toleration"}


@pytest.mark.parametrize(
    ("row", "facts", "outcome"),
    [
        (AGE, {"birth_date": MONTHS_AGO[240]}, "Met"),
        (AGE, {"birth_date": MONTHS_AGO[480]}, "Not Met"),
        (AGE, {}, "Unknown"),
        (HERE, {"in_municipality_since": MONTHS_AGO[6]}, "Met"),
        (HERE, {"in_municipality_since": MONTHS_AGO[40]}, "Not Met"),
        (HERE, {}, "Unknown"),
        (GERMANY, {"arrival_date": MONTHS_AGO[40]}, "Met"),
        (GERMANY, {"arrival_date": MONTHS_AGO[6]}, "Not Met"),
        (GROUP, {"residence_title": "eu"}, "Met"),
        (GROUP, {"residence_title": "toleration_60a"}, "Met"),
        (GROUP, {"residence_title": "permit_24"}, "Not Met"),
        ({**GROUP, "value": "visum, duldung"}, {"residence_title": "toleration_60a"}, "Met"),
        (GROUP, {"residence_title": "not_given"}, "Unknown"),
        (GROUP, {}, "Unknown"),
    ],
)
def test_facts_of_the_person_answer_a_criterion(criteria, manager, make, person, said, row, facts, outcome):
    criteria(row)
    case = make("Case", person=person(**facts).name)
    assert case.access_result == f"{outcome}: Probe"
    assert ("Access criteria that are not met: Probe" in said()) == (outcome == "Not Met")


@pytest.mark.parametrize(("answer", "outcome"), [("No", "Met"), ("Yes", "Not Met"), (None, "Unknown")])
def test_other_case_management_is_what_the_person_says(criteria, manager, make, person, answer, outcome):
    criteria({"criterion": "No Other Case Management"})
    assert make("Case", person=person().name, other_case_management=answer).access_result == f"{outcome}: Probe"


def test_a_second_open_case_here_is_other_case_management(criteria, case, make):
    criteria({"criterion": "No Other Case Management"})
    second = make("Case", person=case.person, other_case_management="No")
    assert second.access_result == "Not Met: Probe"


@pytest.mark.parametrize(("answer", "outcome"), [("Met", "Met"), ("Not Met", "Not Met"), (None, "Unknown")])
def test_the_rest_is_for_the_case_manager_to_judge(criteria, manager, make, person, answer, outcome):
    criteria({"criterion": "Judged by the Case Manager"})
    assert make("Case", person=person().name, access_judgement=answer).access_result == f"{outcome}: Probe"


def test_inactive_criteria_are_not_asked(criteria, manager, make, person, said):
    criteria({**AGE, "active": 0})
    assert not make("Case", person=person(birth_date=MONTHS_AGO[480]).name).access_result
    assert "Access criteria" not in said()


def test_who_gave_a_reason_is_not_warned_and_the_result_stays(criteria, manager, make, person, said):
    criteria(AGE)
    client = person(birth_date=MONTHS_AGO[480]).name
    case = make("Case", person=client, access_exception="Einzelfall, mit der Leitung besprochen.")
    assert case.access_result == "Not Met: Probe"
    assert "Access criteria" not in said()


def test_the_result_is_german_for_germans(site, criteria, manager, make, person):
    criteria(AGE)
    site.local.lang = "de"
    assert make("Case", person=person().name).access_result == "Unbekannt: Probe"
    site.local.lang = "en"


def test_examples_are_there_once_and_stay_deleted(site, criteria):
    from kim_app.setup.tables import seed_tables_once

    rows = site.get_doc("KIM Settings").access_criteria
    assert [row.label for row in rows if row.active] == [
        "Reguläre Angebote helfen nicht ausreichend",
        "Kein anderes Fallmanagement",
    ]
    assert all(row.remark for row in rows)
    criteria()
    seed_tables_once()
    assert not site.get_doc("KIM Settings").access_criteria
