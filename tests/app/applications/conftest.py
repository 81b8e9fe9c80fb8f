"""A clerk of each office, and applications that they enter."""

from datetime import date, timedelta

import pytest

from frappe.model.workflow import apply_workflow


@pytest.fixture
def clerks(user_with):
    """A clerk of the foreigners' office (f) and one of the naturalisation office (n)."""
    return {"f": user_with("KIM Foreigners Office Clerk"), "n": user_with("KIM Naturalisation Clerk")}


@pytest.fixture
def apply_for(clerks, acting, make, person):
    """Return a function that enters an application as a clerk of its office, for a new person unless given.

    It was received before any of the demo data, so that it comes first in the queue.
    """
    received = str(date.today() - timedelta(300))

    def enter(kind: str, client: str | None = None, about: dict | None = None, **values):
        office = "n" if kind.startswith("nat") else "f"
        with acting(clerks[office]):
            client = client or person(last_name="Antragstellerin", **(about or {})).name
            return make(
                "Application", **{"person": client, "application_type": kind, "received_on": received, **values}
            )

    return enter


@pytest.fixture
def step(site, acting):
    """Return a function that takes workflow actions one after the other as the clerk of the application."""

    def take(doc, *actions: str):
        with acting(doc.clerk):
            for action in actions:
                apply_workflow(site.get_doc("Application", doc.name), action)
        return doc.reload()

    return take


@pytest.fixture
def keys():
    """Return a function that gives the keys of the checklist, or one row by its key."""

    def look(doc, key: str | None = None):
        rows = {row.requirement_key: row for row in doc.requirements}
        return rows[key] if key else set(rows)

    return look


@pytest.fixture
def answer_all(acting):
    """Return a function that ticks all requirements of an application."""

    def tick(doc):
        with acting(doc.clerk):
            doc.reload()
            for row in doc.requirements:
                row.fulfilled = 1
            doc.save()
        return doc

    return tick
