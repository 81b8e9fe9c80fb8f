"""A case manager's case, and ways to bring it where a test needs it; all of it is rolled back."""

import pytest

from frappe.utils import add_days, nowdate

GOAL = {"life_area": "work", "goal": "Arbeit finden", "indicator": "Vertrag", "responsible": "Ada"}


@pytest.fixture
def manager(site, user_with):
    """A case manager; the test goes on as that user."""
    name = user_with("KIM Case Manager")
    site.set_user(name)
    return name


@pytest.fixture
def case(manager, make, person):
    """A case in Enquiry of the case manager, with one life area."""
    return make("Case", person=person().name, life_areas=[{"life_area": "work"}], concern="Sucht Arbeit.")


@pytest.fixture
def agree(make):
    """Return a function that enters a consent of a case's person: agree(case), agree(case, "Referral", actors=[…])."""

    def insert(case, purpose="Counselling", actors=(), **values):
        rows = [{"actor": actor} for actor in actors]
        return make("Consent", person=case.person, purpose=purpose, actors=rows, **values)

    return insert


@pytest.fixture
def assess(make):
    """Return a function that enters an assessment: assess(case, work=2, housing=4)."""

    def insert(case, day=None, **scores):
        rows = [{"life_area": area, "score": score} for area, score in (scores or {"work": 2}).items()]
        return make("Assessment", case=case.name, assessed_on=day or nowdate(), scores=rows)

    return insert


@pytest.fixture
def ready(site, case, agree, assess):
    """Return a function that puts the case into a state, with everything that its gates want."""

    def put(state):
        agree(case)
        assess(case)
        case.update(
            {"closing_reason": "reached", "intake_reason": "Zieht weg.", "next_review_on": add_days(nowdate(), 7)}
        )
        case.append("goals", {**GOAL, "due_on": add_days(nowdate(), 30), "result": "Reached"})
        case.save()
        # The way there is not what is tested.
        case.db_set("workflow_state", state)
        return case.reload()

    return put


@pytest.fixture
def refused(site):
    """Return a function that calls `action`, checks that `doc` stayed as it was, and returns the refusal's text."""

    def expect(doc, action, error=None):
        before = site.get_doc(doc.doctype, doc.name).as_dict()
        with pytest.raises(error or site.ValidationError) as caught:
            action()
        site.local.message_log = []
        assert site.get_doc(doc.doctype, doc.name).as_dict() == before
        return str(caught.value)

    return expect


@pytest.fixture
def said(site):
    """Return a function that gives all messages shown so far as one text."""
    return lambda: " ".join(str(message) for message in site.local.message_log)
