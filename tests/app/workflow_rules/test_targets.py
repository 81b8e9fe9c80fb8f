"""How long a document may stay in a state: reminder, last day, escalation."""

from datetime import timedelta

import pytest

from frappe.utils import getdate, nowdate

from kim_app.workflow_rules.targets import due

RULE = {"state": "Intake", "user_field": "case_manager", "assign_to": "Colleague in a Field", "target_days": 10}
RULE |= {"remind_days_before": 3, "escalate_to": "KIM Case Manager", "escalate_days_after": 4}


@pytest.fixture
def told(give_rules, case):
    """Return a function that says who is told of the case after a number of days, and what."""
    give_rules("Case", kim_state_rules=[RULE])

    def after(days):
        day = getdate(nowdate()) + timedelta(days=days)
        return [(reminder.user, reminder.subject) for reminder in due(day) if reminder.name == case.name]

    return after


def test_who_is_in_charge_is_reminded_before_and_on_the_last_day(told, world):
    assert told(6) == []
    ((before, text),) = told(7)
    ((last, _text),) = told(10)
    assert before == last == world.users["cm1"]
    assert "3" in text


def test_a_missed_target_is_told_to_readers_with_the_role_alone(told, world):
    ((user, text),) = told(14)
    assert user == world.users["cm1"]  # cm2 has the role as well, and may not read the case
    assert "überschritten" in text
    assert told(15) == []


def test_a_target_ends_with_the_state(told, case, acting, world):
    with acting(world.users["cm1"]):
        case.reload()
        case.workflow_state = "Assessment"
        case.save()
    assert told(10) == []
