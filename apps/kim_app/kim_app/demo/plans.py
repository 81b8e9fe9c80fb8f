"""How each of the 120 cases goes: its phases with their days, counted back from the day of the installation."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from kim_app.demo.chance import chance, data, weighted, workday

PHASES = ("Enquiry", "Intake", "Assessment", "Planning", "Linking", "Monitoring", "Evaluation")
LENGTH = {
    "Enquiry": (2, 12),
    "Intake": (5, 20),
    "Assessment": (7, 25),
    "Planning": (7, 21),
    "Linking": (14, 60),
    "Monitoring": (60, 220),
    "Evaluation": (7, 21),
}
"""Shortest and longest stay in each phase, in days; no statistics of the Land say how long they are."""

OPEN = {"Enquiry": 5, "Intake": 4, "Assessment": 5, "Planning": 5, "Linking": 7, "Monitoring": 10, "Evaluation": 4}
CLOSED, CLOSED_EARLY, DECLINED = 58, 12, 10
SLOW = 9
"""So many cases waited for a first appointment."""
SLOWER_BY = 41
PRIORITIES = {"Low": 2, "Normal": 6, "High": 3, "Acute": 1}


@dataclass
class CasePlan:
    """One case to be written: its phases with the day on which each begins."""

    steps: list[tuple[str, date]]
    areas: list[str]
    priority: str
    reason: str | None = None
    slow: bool = False
    seed: int = 0
    referrals: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The state the case is in now."""
        return self.steps[-1][0]

    @property
    def is_closed(self) -> bool:
        """Say whether the case has ended."""
        return self.state in ("Closed", "Declined")

    def day_of(self, state: str) -> date | None:
        """Return the day on which a state began, or None if it was never reached."""
        return dict(self.steps).get(state)


def case_plans(today: date) -> list[CasePlan]:
    """Return the plans of all cases, mixed."""
    rng = chance("plans")
    plans = [_open(rng, today, phase) for phase, count in OPEN.items() for _ in range(count)]
    plans += [_closed(rng, today, PHASES, slow=number < SLOW) for number in range(CLOSED)]
    plans += [_closed(rng, today, PHASES[: rng.randint(2, 6)], early=True) for _ in range(CLOSED_EARLY)]
    plans += [_declined(rng, today) for _ in range(DECLINED)]
    rng.shuffle(plans)
    for number, plan in enumerate(plans):
        plan.seed = number
    return plans


def _plan(rng: random.Random, steps: list[tuple[str, date]], **values) -> CasePlan:
    areas = rng.sample(list(data("words")["areas"]), rng.choice((1, 2, 2, 3, 3, 4)))
    return CasePlan([(state, workday(day)) for state, day in steps], areas, weighted(rng, PRIORITIES), **values)


def _open(rng: random.Random, today: date, phase: str) -> CasePlan:
    """Return a case that is in `phase` today, since some days."""
    passed = PHASES[: PHASES.index(phase)]
    here = rng.randint(1, max(2, LENGTH[phase][1] * 2 // 3))
    return _plan(rng, _backwards(rng, today - timedelta(days=here), phase, passed))


def _closed(
    rng: random.Random, today: date, phases: tuple[str, ...], *, slow: bool = False, early: bool = False
) -> CasePlan:
    """Return a case that went through `phases` and was closed up to a year and a half ago."""
    end = today - timedelta(days=rng.randint(4, 540))
    reasons = data("words")["early_closing" if early else "closing"]
    plan = _plan(rng, _backwards(rng, end, "Closed", phases, slow), reason=weighted(rng, reasons), slow=slow)
    if slow and not {"language", "residence"} & set(plan.areas):
        plan.areas[0] = "language"
    return plan


def _declined(rng: random.Random, today: date) -> CasePlan:
    return _plan(rng, _backwards(rng, today - timedelta(days=rng.randint(3, 400)), "Declined", PHASES[:1]))


def _backwards(
    rng: random.Random, end: date, last: str, phases: tuple[str, ...], slow: bool = False
) -> list[tuple[str, date]]:
    """Return the phases with their first days, so that `last` begins on `end`."""
    steps = [(last, end)]
    for phase in reversed(phases):
        days = rng.randint(*LENGTH[phase]) + (SLOWER_BY if slow and phase == "Linking" else 0)
        end -= timedelta(days=days)
        steps.insert(0, (phase, end))
    return steps
