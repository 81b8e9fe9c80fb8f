"""People and records that the app's tests need; all of it is rolled back with the test."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

ROLES = {
    "cm1": "KIM Case Manager",
    "cm2": "KIM Case Manager",
    "clerk_f": "KIM Foreigners Office Clerk",
    "clerk_n": "KIM Naturalisation Clerk",
    "coordinator": "KIM Coordinator",
    "steering": "KIM Steering Member",
    "admin": "KIM Administrator",
    "manager": "System Manager",
    "officer": "KIM Data Protection Officer",
}


@pytest.fixture
def user_with(site):
    """Return a function that makes a user with the given roles and returns its name."""
    made = []

    def make(*roles: str) -> str:
        name = f"tester{len(made)}-{'-'.join(role.split()[-1].lower() for role in roles) or 'nobody'}@app.test"
        user = site.get_doc(
            {
                "doctype": "User",
                "email": name,
                "first_name": "Tester",
                "send_welcome_email": 0,
                "user_image": "/assets/none.svg",
                "roles": [{"role": role} for role in roles],
            }
        )
        user.insert()
        made.append(name)
        return name

    yield make
    for name in made:
        site.clear_cache(user=name)


@pytest.fixture
def acting(site):
    """Return a context manager in which everything is done as another user."""

    @contextmanager
    def act(user: str):
        site.set_user(user)
        try:
            yield
        finally:
            site.set_user("Administrator")

    return act


@pytest.fixture
def make(site):
    """Return a function that inserts a document: make("Person", first_name="…")."""

    def insert(doctype: str, **values):
        return site.get_doc({"doctype": doctype, **values}).insert()

    return insert


@pytest.fixture
def person(make):
    """Return a function that inserts a person."""

    def insert(**values):
        return make("Person", **{"first_name": "Ada", "last_name": "Beispiel", **values})

    return insert


@pytest.fixture
def expect_refusal(site):
    """Return a context manager that expects a refusal whose message contains `text`, and nothing new in `doctype`."""

    @contextmanager
    def expect(text: str, doctype: str):
        before = site.db.count(doctype)
        with pytest.raises(site.ValidationError) as caught:
            yield
        assert text in str(caught.value)
        assert site.db.count(doctype) == before

    return expect


@pytest.fixture
def world(site, user_with, acting, make, person):
    """People of every role, and what they entered.

    cm1 ── case of p_case ── referral          clerk_f ── application (25b) of p_foreign
    cm2 ── nothing of it                       clerk_n ── application (§ 10) of p_nat
    cm1 entered p_new, no case yet             nobody ── a user without a role in KIM
    """
    users = {key: user_with(role) for key, role in ROLES.items()} | {"nobody": user_with()}
    docs = {}
    with acting(users["coordinator"]):
        make("Actor", actor_name="Akteur der Rechte", actor_type="other")
        for key, kind in (
            ("planning", "Planning Conference"),
            ("steering_group", "Steering Group"),
            ("network", "Network Meeting"),
        ):
            docs[key] = make("Meeting", title=key, meeting_type=kind, starts_on="2026-03-01 10:00:00")
    with acting(users["cm1"]):
        docs["household"] = make("Household", household_name="Haushalt der Rechte")
        docs["p_new"] = person(last_name="Rechtetest neu")
        docs["p_case"] = person(last_name="Rechtetest Fall", household=docs["household"].name)
        docs["case"] = make("Case", person=docs["p_case"].name)
        docs["referral"] = make(
            "Referral", case=docs["case"].name, actor="Akteur der Rechte", life_area="work", reason="information"
        )
        docs["conference"] = make(
            "Meeting", title="conference", meeting_type="Case Conference", starts_on="2026-03-01 10:00:00",
            agenda=[{"topic": "Thema", "case": docs["case"].name}],
        )  # fmt: skip
    for clerk, key, kind in (("clerk_f", "foreign", "res_25b"), ("clerk_n", "nat", "nat_10")):
        with acting(users[clerk]):
            docs[f"p_{key}"] = person(last_name=f"Rechtetest {key}")
            docs[f"app_{key}"] = make("Application", person=docs[f"p_{key}"].name, application_type=kind)
    return SimpleNamespace(users=users, docs=docs)
