"""People and records that the app's tests need; all of it is rolled back with the test."""

from contextlib import contextmanager

import pytest


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
def refused(site):
    """Return a context manager that expects a refusal whose message contains `text`, and nothing new in `doctype`."""

    @contextmanager
    def expect(text: str, doctype: str):
        before = site.db.count(doctype)
        with pytest.raises(site.ValidationError) as caught:
            yield
        assert text in str(caught.value)
        assert site.db.count(doctype) == before

    return expect
