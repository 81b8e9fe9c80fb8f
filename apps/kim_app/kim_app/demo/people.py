"""Two hundred invented persons: families and single people, as docs/demo-data.md says."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import frappe

from kim_app.demo.chance import chance, data

MEMBERS = 48
"""How many of the persons are members of somebody's family, without a case of their own."""

ADULT = 18
LONG = ("settlement", "eu_longterm")
WITHOUT_END = ("eu", "settlement", "eu_longterm")
GERMAN = ("None", "A1", "A1", "A2", "A2", "B1", "B1", "B2", "C1")
WAR_IN_UKRAINE = date(2022, 3, 1)
NOT_ASYLUM = ("permit_22", "permit_24", "permit_28", "permit_30", "permit_36", "permit_1", "permit_20", "eu", "visa")


@dataclass
class Family:
    """A person who comes to counselling or an office, and those who live with that person."""

    head: dict[str, Any]
    members: list[tuple[dict[str, Any], str]] = field(default_factory=list)

    @property
    def has_minor(self) -> bool:
        """Say whether a child under 18 lives here."""
        return any(relation == "Child" for _, relation in self.members)


def families(today: date) -> list[Family]:
    """Return all families, in an order that mixes the countries."""
    rng = chance("people")
    found = [family for origin in data("origins") for family in _of_origin(rng, origin, today)]
    rng.shuffle(found)
    return found


def _of_origin(rng: random.Random, origin: dict, today: date) -> list[Family]:
    """Return the families of one country: the members are given to the first heads, up to four each."""
    members = round(origin["persons"] * MEMBERS / 200)
    heads = [Family(_adult(rng, origin, today)) for _ in range(origin["persons"] - members)]
    position = 0
    while members:
        size = min(members, rng.randint(1, 4))
        heads[position].members = _members(rng, origin, heads[position].head, size, today)
        members, position = members - size, position + 1
    return heads


def _members(rng: random.Random, origin: dict, head: dict, size: int, today: date) -> list[tuple[dict, str]]:
    """Return partner and children of a head; every third family is one parent with children."""
    partner = rng.random() < 2 / 3
    rows = [(_adult(rng, origin, today, partner_of=head), "Partner")] if partner else []
    rows += [(_child(rng, origin, head, today), "Child") for _ in range(size - len(rows))]
    head["marital_status"] = "Married" if partner else rng.choice(("Divorced", "Widowed", "Single"))
    return rows


def _adult(rng: random.Random, origin: dict, today: date, partner_of: dict | None = None) -> dict[str, Any]:
    gender = _gender(rng, origin)
    if partner_of:
        gender = "Male" if partner_of["gender"] == "Female" else "Female"
    age = min(78, max(18, round(rng.gammavariate(6, 3.2)) + 16))
    title = partner_of["residence_title"] if partner_of else rng.choices(*_weights(origin["titles"]))[0]
    birth_date = today - timedelta(days=age * 365 + rng.randrange(365) + 10)
    arrival = partner_of["arrival_date"] if partner_of else _arrival(rng, title, birth_date, today)
    return {
        **_identity(rng, origin, gender, partner_of),
        "birth_date": birth_date,
        "marital_status": "Married" if partner_of else rng.choice(("Single", "Single", "Married", "Divorced")),
        **_residence(rng, title, arrival, today),
        **_languages(rng, origin, (today - arrival).days / 365),
        **_contact(rng),
    }


def _child(rng: random.Random, origin: dict, head: dict, today: date) -> dict[str, Any]:
    """Return a child of `head`, born when the parent was of age, perhaps in Germany."""
    oldest = min(17 * 365, (today - head["birth_date"]).days - ADULT * 366)
    birth_date = today - timedelta(days=rng.randint(60, max(120, oldest)))
    arrival = max(birth_date, head["arrival_date"])
    return {
        **_identity(rng, origin, _gender(rng, origin), head),
        "birth_date": birth_date,
        "marital_status": "Single",
        **_residence(rng, head["residence_title"], arrival, today),
        "languages": [{"language": origin["languages"][0], "level": "Native"}],
        "city": head["city"],
    }


def _gender(rng: random.Random, origin: dict) -> str:
    return "Female" if rng.random() < origin["female_percent"] / 100 else "Male"


def _identity(rng: random.Random, origin: dict, gender: str, relative: dict | None) -> dict[str, Any]:
    return {
        "first_name": rng.choice(origin[gender.lower()]),
        "last_name": relative["last_name"] if relative else rng.choice(origin["surnames"]),
        "gender": gender,
        "nationality": country(origin["country"]),
    }


def country(name: str) -> str:
    """Return the country as this version of Frappe spells it."""
    older = {"Türkiye": "Turkey"}
    return name if frappe.db.exists("Country", name) else older[name]


def _weights(weights: dict[str, int]) -> tuple[list[str], list[int]]:
    return list(weights), list(weights.values())


def _arrival(rng: random.Random, title: str, birth_date: date, today: date) -> date:
    """Return a day of arrival that fits the title."""
    years = (2, 9)
    if title.startswith(LONG):
        years = (7, 16)
    elif title == "asylum_pending":
        years = (0.2, 2)
    elif title.startswith(("toleration", "permit_104c")):
        years = (2, 8)
    earliest = today - timedelta(days=round(years[1] * 365))
    if title in ("permit_24", "provisional_81"):
        earliest = WAR_IN_UKRAINE
    latest = today - timedelta(days=round(years[0] * 365) if title != "permit_24" else 120)
    span = max(1, (latest - earliest).days)
    return max(birth_date + timedelta(days=30), earliest + timedelta(days=rng.randrange(span)))


def _residence(rng: random.Random, title: str, arrival: date, today: date) -> dict[str, Any]:
    """Return title, validity and former titles."""
    until = None
    if not title.startswith(WITHOUT_END):
        months = rng.randint(1, 9) if title.startswith(("toleration", "asylum", "provisional")) else rng.randint(1, 30)
        until = today + timedelta(days=30 * months + rng.randrange(28))
    moved = arrival + timedelta(days=rng.randrange(max(1, min(500, (today - arrival).days))))
    return {
        "arrival_date": arrival,
        "in_municipality_since": moved,
        "residence_title": title,
        "residence_valid_until": until,
        "residence_periods": _periods(rng, title, arrival, until, today),
    }


def _periods(rng: random.Random, title: str, arrival: date, until: date | None, today: date) -> list[dict]:
    """Return the present title, and the asylum procedure before it where there was one."""
    begin, rows = arrival, []
    if not title.startswith(NOT_ASYLUM) and title != "asylum_pending" and (today - arrival).days > 400:
        begin = arrival + timedelta(days=rng.randint(120, 390))
        before = {"residence_title": "asylum_pending", "valid_from": arrival, "valid_until": begin - timedelta(days=1)}
        rows.append(before)
    return [*rows, {"residence_title": title, "valid_from": begin, "valid_until": until}]


def _languages(rng: random.Random, origin: dict, years: float) -> dict[str, Any]:
    """Return the languages; German grows with the years, and who speaks little needs an interpreter."""
    first = origin["languages"][0] if rng.random() < 0.75 else origin["languages"][-1]
    level = GERMAN[max(0, min(len(GERMAN) - 1, round(years) + rng.randint(-1, 2)))]
    rows = [{"language": first, "level": "Native"}]
    if level != "None":
        rows.append({"language": "de", "level": level, "proof": int(level in ("B1", "B2") and rng.random() < 0.6)})
    needed = int(level in ("None", "A1", "A2") and rng.random() < 0.75)
    return {"languages": rows, "interpreter_needed": needed, "interpreter_language": first if needed else None}


def _contact(rng: random.Random) -> dict[str, Any]:
    """Return invented contact data; the numbers are kept free for films by the Bundesnetzagentur."""
    return {
        "phone": f"0221 4710{rng.randrange(1000):03d}",
        "email": f"person{rng.randrange(10_000):04d}@post.example" if rng.random() < 0.6 else None,
        "address_line": f"{rng.choice(data('words')['streets'])} {rng.randint(1, 99)}",
        "postal_code": "00001",
        "city": "Musterstadt",
    }


def entered_by(person: dict, day: date) -> dict[str, Any]:
    """Return the person's values for an entry on `day`: by then the person was born and had arrived."""
    values = {key: value for key, value in person.items() if value not in (None, [])}
    values["birth_date"] = min(person["birth_date"], day - timedelta(days=60))
    if person["arrival_date"] > day - timedelta(days=30):
        arrival = max(values["birth_date"], day - timedelta(days=45))
        values.update(arrival_date=arrival, in_municipality_since=arrival)
        values["residence_periods"] = [{**person["residence_periods"][-1], "valid_from": arrival}]
    return values
