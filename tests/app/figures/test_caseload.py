"""Coordinators see how much each case manager has to do, and no case."""

import pytest

from frappe.desk.query_report import run


@pytest.fixture
def load(site, user_with, acting, make, person):
    """One case manager with three open cases and a family of three, another with a closed one."""
    busy, free = user_with("KIM Case Manager"), user_with("KIM Case Manager")
    for user, name in ((busy, "Beate Beladen"), (free, "Fritz Frei")):
        site.db.set_value("User", user, "full_name", name)
    with acting(busy):
        household = make("Household", household_name="Zusammen").name
        clients = [
            person(last_name=f"Last{number}", household=household if number < 2 else None) for number in range(3)
        ]
        person(last_name="Kind", household=household)
        for number, client in enumerate(clients):
            make("Case", person=client.name, priority="Acute" if number else "Low")
    with acting(free):
        closed = make("Case", person=person(last_name="Fertig").name).name
    site.db.set_value("Case", closed, "workflow_state", "Closed")
    site.db.set_single_value("KIM Settings", "caseload_warning", 2)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    return user_with("KIM Coordinator")


def test_open_cases_and_families_per_case_manager(acting, load):
    with acting(load):
        answer = run("Caseload")
    rows = {row["colleague"]: row for row in answer["result"] if isinstance(row, dict)}
    busy = rows["Beate Beladen"]
    assert (busy["open_cases"], busy["persons"], busy["overdue"]) == (3, 4, 0)
    assert busy["acute"] == "•", "a statistic by case manager and priority hides two as well"
    assert busy["warning"] == "More than 2 open cases"
    assert "Fritz Frei" not in rows
    assert "F-20" not in str(answer) and "Last0" not in str(answer)


@pytest.mark.parametrize(
    ("limit", "share", "warning"), [(0, 100, ""), (3, 100, ""), (4, 50, "More than 2 open cases"), (8, 50, "")]
)
def test_the_report_warns_as_the_case_manager_is_warned(site, acting, load, limit, share, warning):
    site.db.set_single_value("KIM Settings", "caseload_warning", limit)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    team = site.get_doc("Team", "case_management")
    team.append("members", {"user": site.db.get_value("User", {"full_name": "Beate Beladen"}), "post_percent": share})
    team.save()
    with acting(load):
        rows = {row["colleague"]: row for row in run("Caseload")["result"] if isinstance(row, dict)}
    assert rows["Beate Beladen"]["warning"] == warning


@pytest.mark.parametrize("role", ["KIM Case Manager", "KIM Steering Member", "KIM Administrator"])
def test_the_load_of_colleagues_is_for_coordinators(site, user_with, acting, load, role):
    with acting(user_with(role)), pytest.raises(site.PermissionError):
        run("Caseload")
