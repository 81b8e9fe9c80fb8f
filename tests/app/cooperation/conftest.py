"""Two case managers with a case each, a coordinator and others who meet barriers."""

from types import SimpleNamespace

import pytest

ROLES = {
    "cm1": "KIM Case Manager",
    "cm2": "KIM Case Manager",
    "co": "KIM Coordinator",
    "clerk": "KIM Foreigners Office Clerk",
    "steering": "KIM Steering Member",
}


@pytest.fixture
def team(user_with, acting, make, person):
    """cm1 counsels Yerusalem Tekle, cm2 counsels Zubair Nazari; both wait in Linking as far as the figures go."""
    users = {key: user_with(role) for key, role in ROLES.items()}
    clients = {
        "cm1": {"first_name": "Yerusalem", "last_name": "Tekle", "birth_date": "1991-05-14"},
        "cm2": {"first_name": "Zubair", "last_name": "Nazari", "birth_date": "1988-12-03"},
    }
    cases, persons = {}, {}
    for key, values in clients.items():
        with acting(users[key]):
            persons[key] = person(**values).name
            cases[key] = make(
                "Case", person=persons[key], life_areas=[{"life_area": "housing"}], concern="Sehr geheim",
                legal_circles=[{"legal_circle": "sgb2"}],
            ).name  # fmt: skip
    with acting(users["co"]):
        actor = make("Actor", actor_name="Amt der Schleife", actor_type="city").name
    return SimpleNamespace(users=users, cases=cases, persons=persons, actor=actor)


@pytest.fixture
def barrier(make, acting, team):
    """Return a function that reports a barrier as somebody, with that person's own case if there is one."""

    def report(who="cm1", **values):
        rows = [{"case": team.cases[who]}] if who in team.cases else []
        text = {"title": "Wartezeit auf den ersten Termin", "description": "Termine erst nach acht Wochen."}
        with acting(team.users[who]):
            return make("Barrier", **{"category": "waiting", "occurrences": rows, **text, **values})

    return report
