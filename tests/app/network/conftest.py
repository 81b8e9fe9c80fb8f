"""A case manager with a case, a coordinator, and actors to refer to."""

from types import SimpleNamespace

import pytest

CM, COORDINATOR, OVERRIDE = "KIM Case Manager", "KIM Coordinator", "KIM Consent Override"


@pytest.fixture
def office(site, user_with, acting, make, person):
    """cm with a case of Ada Beispiel; coordinator; `advice` (debt advice) and `authority` (Jobcenter)."""
    users = {"cm": user_with(CM), "stranger": user_with(CM), "coordinator": user_with(COORDINATOR)}
    with acting(users["coordinator"]):
        advice = make("Actor", actor_name="Netztest Beratung", actor_type="debt", email="info@netztest.test")
        authority = make("Actor", actor_name="Netztest Jobcenter", actor_type="jobcenter")
    with acting(users["cm"]):
        client = person(phone="0228 123", birth_date="1990-02-03")
        case = make("Case", person=client.name)
    return SimpleNamespace(**users, advice=advice.name, authority=authority.name, person=client.name, case=case.name)


@pytest.fixture
def consent(office, make):
    """Return a function that enters a referral consent of the person for the given actors."""

    def enter(*actors, **values):
        rows = [{"actor": actor} for actor in actors or (office.advice,)]
        return make("Consent", **{"person": office.person, "purpose": "Referral", "actors": rows, **values})

    return enter


@pytest.fixture
def referral(office, make):
    """Return a function that enters a referral of the case."""

    def enter(**values):
        given = {"case": office.case, "actor": office.advice, "life_area": "debts", "reason": "counselling"}
        return make("Referral", **{**given, **values})

    return enter


@pytest.fixture
def sent(site, office, consent, referral):
    """Return a function that makes a sent referral as its case manager, who stays signed in."""

    def enter(**values):
        from frappe.model.workflow import apply_workflow

        site.set_user(office.cm)
        given = consent(values.get("actor", office.advice))
        doc = apply_workflow(referral(**values), "Send")
        assert doc.consent == given.name
        return doc

    yield enter
    site.set_user("Administrator")
