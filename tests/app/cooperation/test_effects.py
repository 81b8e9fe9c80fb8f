"""What a barrier costs is computed from the histories of the cases, and hides what would tell of single cases."""

import pytest

from frappe.utils import add_days, now_datetime

from kim_app.api import barrier as api


@pytest.fixture
def waiting_cases(site, team, acting, make, person):
    """Four cases of cm1 that waited 63 days in Linking, four of cm2 that waited 22 days; no others were there."""
    site.db.delete("State Period", {"parenttype": "Case", "parent": ("not in", list(team.cases.values()))})
    cases = {"cm1": [], "cm2": []}
    for who, days in (("cm1", 60), ("cm2", 19)):
        with acting(team.users[who]):
            for number in range(4):
                client = person(first_name=f"Wartend{number}", last_name=f"{who}").name
                cases[who].append(make("Case", person=client).name)
        for number, name in enumerate(cases[who]):
            case = site.get_doc("Case", name)
            stay = {"state": "Linking", "entered_on": "2026-01-01 08:00:00", "left_on": "2026-03-01 08:00:00"}
            case.append("state_history", {**stay, "days": days + 2 * number})
            case.state_history[-1].db_insert()
    return cases


def test_cases_with_the_barrier_stay_41_days_longer(barrier, acting, team, waiting_cases):
    rows = [
        {"case": name, "noticed_on": f"2026-0{2 + number // 3}-10"} for number, name in enumerate(waiting_cases["cm1"])
    ]
    name = barrier("cm1", occurrences=rows).name
    with acting(team.users["co"]):
        figures = api.figures(name)
    linking = next(row for row in figures["phases"] if row["phase"] == "Linking")
    assert (linking["with"], linking["without"], linking["difference"]) == (63, 22, 41)
    assert figures["cases"] == 4
    assert figures["months"] == ["2026-02", "2026-03"]


def test_a_running_phase_counts_with_its_days_so_far(site, barrier, acting, team, waiting_cases):
    site.db.set_value("State Period", {"state": "Linking"}, {"left_on": None, "days": 0})
    site.db.set_value("State Period", {"state": "Linking"}, "entered_on", add_days(now_datetime(), -10))
    name = barrier("cm1", occurrences=[{"case": case} for case in waiting_cases["cm1"]]).name
    with acting(team.users["co"]):
        linking = next(row for row in api.figures(name)["phases"] if row["phase"] == "Linking")
    assert (linking["with"], linking["difference"]) == (10, 0)


def test_two_cases_are_too_few_to_compare(barrier, acting, team, waiting_cases):
    name = barrier("cm1", occurrences=[{"case": case} for case in waiting_cases["cm1"][:2]]).name
    with acting(team.users["co"]):
        linking = next(row for row in api.figures(name)["phases"] if row["phase"] == "Linking")
    assert linking["with"] is linking["without"] is linking["difference"] is None


def test_a_month_with_one_case_is_hidden_and_does_not_follow_from_the_others(barrier, acting, team, waiting_cases):
    cases = [*waiting_cases["cm1"], team.cases["cm1"]]
    rows = [{"case": case, "noticed_on": "2026-02-10"} for case in cases[:4]]
    rows.append({"case": cases[4], "noticed_on": "2026-03-10"})
    name = barrier("cm1", occurrences=rows).name
    with acting(team.users["co"]):
        assert api.figures(name)["occurrences"] == [None, None]


def test_figures_need_few_queries_however_many_cases_there_are(site, barrier, waiting_cases, monkeypatch):
    name = barrier("cm1", occurrences=[{"case": case} for case in waiting_cases["cm1"]]).name
    api.figures(name)
    calls = []
    original = site.db.sql
    monkeypatch.setattr(site.db, "sql", lambda *args, **kwargs: calls.append(args[0]) or original(*args, **kwargs))
    api.figures(name)
    assert len(calls) <= 9


def test_offices_are_not_told_how_counselling_goes(site, barrier, acting, team):
    name = barrier().name
    with acting(team.users["clerk"]), pytest.raises(site.PermissionError):
        api.figures(name)


def test_the_steering_group_sees_figures_of_verified_barriers_only(site, barrier, acting, team):
    name = barrier().name
    with acting(team.users["steering"]), pytest.raises(site.PermissionError):
        api.figures(name)
    site.db.set_value("Barrier", name, "workflow_state", "Verified")
    with acting(team.users["steering"]):
        figures = api.figures(name)
    assert set(figures) == {"cases", "months", "occurrences", "phases", "life_areas", "legal_circles"}


def test_life_areas_and_circles_of_the_cases_are_counted_and_small_ones_hidden(
    site, barrier, acting, team, waiting_cases
):
    site.local.lang = "de"
    for number, case in enumerate(waiting_cases["cm1"]):
        doc = site.get_doc("Case", case)
        doc.set("life_areas", [{"life_area": "housing"}, *([{"life_area": "work"}] if number == 0 else [])])
        doc.set("legal_circles", [{"legal_circle": "sgb2"}])
        doc.save()
    name = barrier("cm1", occurrences=[{"case": case} for case in waiting_cases["cm1"]]).name
    with acting(team.users["co"]):
        figures = api.figures(name)
    assert figures["life_areas"] == [{"label": "Wohnen", "cases": 4}, {"label": "Arbeit", "cases": None}]
    assert [row["cases"] for row in figures["legal_circles"]] == [4]
