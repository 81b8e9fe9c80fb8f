"""Chance that falls the same way each time: one seed per room, so that a change in one room leaves the others alone."""

import json
import random
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
SATURDAY = 5


def chance(room: str) -> random.Random:
    """Return the source of chance of a room; it yields the same numbers on each installation."""
    return random.Random(f"kim-demo-{room}")  # noqa: S311 (nothing here is secret)


@cache
def data(name: str) -> Any:
    """Return the content of one file of invented texts."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def weighted(rng: random.Random, weights: dict[str, int]) -> str:
    """Return one key, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]


def workday(day: date) -> date:
    """Return the day, or the Friday before it if nobody works then."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
