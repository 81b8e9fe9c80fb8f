"""A year of cases and referrals for figures, and a slow way to count them."""

from types import SimpleNamespace

import pytest


@pytest.fixture
def coordinator(user_with):
    """The coordinator who owns the statistics of the tests."""
    return user_with("KIM Coordinator")


@pytest.fixture
def figures_world(site, coordinator, user_with, acting, make, person):
    """Twenty cases with areas, nationalities and referrals, entered by one case manager; and a coordinator."""
    users = {
        "cm": user_with("KIM Case Manager"),
        "co": coordinator,
        "co2": user_with("KIM Coordinator"),
        "steering": user_with("KIM Steering Member"),
    }
    areas = [["housing"], ["housing", "work"], ["work"], ["language", "housing", "debts"]]
    countries = ["Syria", "Ukraine", "Eritrea", "Ukraine", "Ukraine"]
    with acting(users["co"]):
        for name, kind in (("Zahlen-Kurs", "course"), ("Zahlen-Rat", "debt")):
            make("Actor", actor_name=name, actor_type=kind)
    with acting(users["cm"]):
        for number in range(20):
            client = person(
                first_name=f"Figur{number}",
                last_name=f"Zahl{number}",
                nationality=countries[number % 5],
                arrival_date=f"202{number % 4}-0{1 + number % 9}-11",
            )
            case = make(
                "Case",
                person=client.name,
                opened_on=f"2025-{1 + number % 12:02}-15",
                priority=("Low", "Normal", "High")[number % 3],
                life_areas=[{"life_area": area} for area in areas[number % 4]],
            )
            for times in range(number % 3):
                make(
                    "Referral",
                    case=case.name,
                    actor=("Zahlen-Kurs", "Zahlen-Rat")[(number + times) % 2],
                    life_area=areas[number % 4][0],
                    reason="information",
                )
            note = {
                "contact_on": f"2025-{1 + number % 12:02}-16 10:00:00",
                "channel": site.get_all("Contact Channel", limit=1)[0].name,
            }
            make("Contact Note", case=case.name, minutes=10 * number, note="x", **note)
    return SimpleNamespace(users=users)


@pytest.fixture
def statistic(make, acting, coordinator):
    """Return a function that stores a statistic as the coordinator; ask for `figures_world` too if it is to count."""

    def insert(**values):
        with acting(coordinator):
            return make("Statistic", **{"title": "Zahl", "measure": "Count", **values})

    return insert
