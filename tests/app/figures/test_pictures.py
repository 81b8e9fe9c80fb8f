"""The pictures on the workspaces: right, for coordination and steering group alone, and silent about single persons."""

from collections import Counter, defaultdict
from statistics import median

import pytest

from frappe.utils import add_days, getdate, nowdate

from kim_app import charts
from kim_app.figures import pictures
from tests.app.figures.slow import documents, title

CO, ST = "KIM Coordinator", "KIM Steering Member"
OTHERS = (
    "KIM Case Manager", "KIM Foreigners Office Clerk", "KIM Naturalisation Clerk", "KIM Administrator",
    "KIM Data Protection Officer", "System Manager",
)  # fmt: skip


def shown(site, name):
    """Return a picture as the Desk asks for it: {label: number}."""
    site.local.lang = "en"
    answer = charts.get(name, refresh="1", filters="[]")
    return dict(zip(answer["labels"], answer["datasets"][0]["values"], strict=True))


@pytest.fixture
def nothing_hidden(site):
    site.db.set_single_value("KIM Settings", "small_cell_internal", 0)


def test_every_picture_is_a_chart_on_a_workspace(site):
    rows = site.get_all("Dashboard Chart", {"source": "KIM Figures"}, pluck="name")
    assert set(rows) == set(pictures.PICTURES)
    for home in ("Coordination", "Steering Group"):
        assert set(pictures.PICTURES) == {row.chart_name for row in site.get_doc("Workspace", home).charts}


@pytest.mark.parametrize("name", pictures.PICTURES)
@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_a_picture(site, user_with, acting, name, role):
    with acting(user_with(role)), pytest.raises(site.PermissionError):
        charts.get(name)


def test_an_unknown_picture_is_none(site):
    with pytest.raises(site.DoesNotExistError):
        charts.get(chart={"chart_type": "Custom", "name": "Nothing"})


def test_open_cases_by_phase(site, nothing_hidden):
    expected = Counter(case.workflow_state for case in documents("Case"))
    del expected["Closed"], expected["Declined"]
    assert shown(site, "Cases by Phase") == expected


def test_days_per_phase_are_medians_of_the_last_year(site, nothing_hidden):
    stays, since = defaultdict(list), add_days(nowdate(), -365)
    for case in documents("Case"):
        days = defaultdict(float)
        for row in case.state_history:
            if row.left_on and str(row.left_on) >= since and row.state not in ("Closed", "Declined"):
                days[row.state] += row.days
        for state, number in days.items():
            stays[state].append(number)
    assert shown(site, "Days per Phase") == {state: round(median(days)) for state, days in stays.items()}


def test_applications_by_waiting_time(site, nothing_hidden):
    final = ("Granted", "Refused", "Withdrawn", "Discontinued", "Certificate Handed Over")
    open_ones = [doc for doc in documents("Application") if doc.workflow_state not in final]
    days = [(getdate(nowdate()) - getdate(doc.received_on)).days for doc in open_ones]
    numbers = shown(site, "Applications by Waiting Time")
    assert numbers["Up to 3 Months"] == sum(each <= 91 for each in days)
    assert sum(numbers.values()) == len(open_ones)


def test_network_coverage_counts_actors_by_area_and_language(site):
    site.local.lang = "en"
    answer = charts.get("Life Areas and Languages of the Network")
    expected = Counter()
    for actor in documents("Actor"):
        areas = {row.life_area for row in actor.life_areas if actor.active}
        for language in {row.language for row in actor.languages}:
            expected.update((title("Life Area", area), title("Spoken Language", language)) for area in areas)
    drawn = {column["name"] for column in answer["datasets"]}
    found = {
        (area, column["name"]): column["values"][place]
        for column in answer["datasets"]
        for place, area in enumerate(answer["labels"])
    }
    assert {key: number for key, number in found.items() if number} == {
        key: number for key, number in expected.items() if key[1] in drawn
    }
    assert len(answer["labels"]) == site.db.count("Life Area", {"active": 1}), "a gap is part of the picture"


def test_measures_by_effect(site):
    expected = Counter(measure.effect for measure in documents("Measure") if measure.effect)
    assert shown(site, "Measures by Effect") == expected


def test_the_steering_group_sees_verified_barriers_alone(site, user_with, acting):
    with acting(user_with(ST)):
        assert not {"Reported", "Rejected"} & set(shown(site, "Barriers by State"))
        labels = set(shown(site, "Barriers by Occurrence"))
    with acting(user_with(CO)):
        assert "Reported" in shown(site, "Barriers by State")
        assert labels < set(shown(site, "Barriers by Occurrence")) | labels
    reported = [barrier for barrier in documents("Barrier") if barrier.workflow_state == "Reported"]
    assert reported and not [barrier for barrier in reported if any(barrier.title in label for label in labels)]


@pytest.mark.parametrize("name", ["Cases by Phase", "Applications by Waiting Time", "Barriers by Occurrence"])
def test_small_numbers_are_hidden(site, user_with, acting, name):
    with acting(user_with(ST)):
        site.db.set_single_value("KIM Settings", "small_cell_internal", 16)
        numbers = shown(site, name).values()
    assert None in numbers
    assert not [number for number in numbers if number and number < 16]
