"""Keeps texts free of personal data where nobody may be named: barriers, and meetings that never speak of one person.

Three things are looked for: file numbers of KIM, dates of birth, and names.

- A day that the text itself calls a birth date is refused from everybody, whoever was born then.
- Names and birth dates of *known persons* (those of a barrier's own cases, and the author's clients) are found word
  by word. The author may see these persons, so a refusal tells nothing new.
- Everybody else is recognised by what a name looks like: a salutation before a word, or a given name beside another
  word. Given names are those of `given_names.COMMON` and of all persons in KIM. Whether the *surname* belongs to
  anybody is never asked: otherwise a text field would tell who is a client.

What this cannot find: a surname alone of somebody whom the author may not see, a nickname, a description by which
somebody is recognised. Forms say so, and people read the texts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, strip_html

from kim_app.cooperation.given_names import COMMON
from kim_app.permissions.rules import visible_to_counselling
from kim_app.permissions.scopes import counsels

FILE_NUMBER = re.compile(
    r"\b(?:[FV][\s‐-―-]?\d{4}[\s‐-―-]?\d{5,}|ANT[\s‐-―-]?\d{4}[\s‐-―-]?\d{5,}|[PENA][\s‐-―-]\d{5,})\b",
    re.IGNORECASE,
)
SALUTATION = re.compile(r"\b(?:Herrn?|Frau|Mrs?\.?|Ms|Hr\.|Fr\.)\s+(?:Dr\.?\s+|Prof\.?\s+)*[^\W\d_a-zß-öø-ÿ]\w+")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
MONTHS = (
    ("jan",), ("feb",), ("mär", "mar", "mrz"), ("apr",), ("mai", "may"), ("jun",),
    ("jul",), ("aug",), ("sep",), ("okt", "oct"), ("nov",), ("dez", "dec"),
)  # fmt: skip
NUMERIC_DATE = re.compile(r"\b(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})\b")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
WRITTEN_DATE = re.compile(r"\b(\d{1,2})\.?\s+([^\W\d_]{3,9})\.?\s+(\d{4})\b")
DATES = (NUMERIC_DATE, ISO_DATE, WRITTEN_DATE)
BORN_BEFORE = re.compile(
    r"\b(?:geb\.|geboren\w{0,2}|Geburtsdatum|Geburtstag|born|date of birth)\s*:?\s*(?:am\s|on\s)?\s*$", re.I
)
BORN_AFTER = re.compile(r"^\s*geboren", re.I)
SHORTEST = 3
"""Shorter parts of names are words of the language too often."""


@dataclass(frozen=True)
class Known:
    """What is known about the persons whom a text must not name.

    `parts` of names stand for somebody by themselves, `others` only two of them side by side. Names in `exempt`, those
    of colleagues and actors, may stand in the text.
    """

    parts: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    birth_dates: frozenset[date] = frozenset()
    exempt: frozenset[str] = field(default_factory=frozenset)


def require_no_personal_data(texts: Iterable[tuple[str, str | None]], known: Known) -> None:
    """Refuse texts, given as (label, text), in which somebody can be recognised.

    Raises `frappe.ValidationError` that names the fields and not what was found: a refusal must not tell more than
    its author wrote.
    """
    given = given_names()
    fields = [label for label, text in texts if text and tells_of_somebody(text, known, given)]
    if fields:
        frappe.throw(
            [
                _("“{0}” looks as if it held a name, a file number or a date of birth.").format(label)
                for label in dict.fromkeys(fields)
            ]
            + [_("Nobody may be recognised here. Please describe what happens without saying to whom.")]
            + [_("For example: not “Ms X waits since May”, but “the first appointment is two months away”.")],
            title=_("No Personal Data Here"),
            as_list=True,
        )


def tells_of_somebody(text: str, known: Known, given: frozenset[str]) -> bool:
    """Say whether a text holds a file number, a birth date of the known persons, or what looks like a name."""
    text = strip_html(text.replace("<", " <"))
    if FILE_NUMBER.search(text) or _tells_a_birth(text) or known.birth_dates & set(dates_in(text)):
        return True
    for name in sorted(known.exempt, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", " – ", text)
    return bool(SALUTATION.search(text)) or _names_known(text, known) or _looks_like_name(text, given)


def known_persons(subjects: Iterable[str], others: Iterable[str] = (), exempt: Iterable[str | None] = ()) -> Known:
    """Read what must not be told of the persons whom a text is about and of `others`, in one query."""
    subjects, others = set(subjects), set(others)
    rows = frappe.get_all(
        "Person",
        filters={"name": ("in", [*subjects, *others] or [""]), "anonymised_on": ("is", "not set")},
        fields=["name", "first_name", "last_name", "birth_date"],
    )
    return Known(
        _parts(row for row in rows if row.name in subjects),
        _parts(row for row in rows if row.name not in subjects),
        frozenset(getdate(row.birth_date) for row in rows if row.birth_date),
        frozenset(name for name in exempt if name),
    )


def clients_of(user: str) -> list[str]:
    """Return the persons whom `user` counsels: those of own cases, and those entered who have no case yet."""
    if not counsels(set(frappe.get_roles(user))):
        return []
    return [row[0] for row in visible_to_counselling(user).run()]


def _parts(rows: Iterable[Any]) -> frozenset[str]:
    names = (f"{row.first_name or ''} {row.last_name or ''}" for row in rows)
    return frozenset(word for name in names for word in words_of(name) if len(word) >= SHORTEST)


def given_names() -> frozenset[str]:
    """Return the given names by which a name is recognised: common ones, and those of all persons in KIM."""
    stored = frappe.get_all("Person", filters={"anonymised_on": ("is", "not set")}, pluck="first_name", distinct=True)
    return COMMON.union(word for name in stored for word in words_of(name) if len(word) >= SHORTEST)


def words_of(text: str | None) -> list[str]:
    """Return the words of a text, folded so that spellings of umlauts and cases do not matter."""
    return [fold(word) for word in WORD.findall(text or "")]


def fold(word: str) -> str:
    """Return a word in small letters, with umlauts spelled out."""
    return word.casefold().translate(UMLAUTS)


def dates_in(text: str) -> Iterable[date]:
    """Yield every day that is written in a text; a year of two digits counts for both centuries."""
    for day, month, year in NUMERIC_DATE.findall(text):
        for full in (year,) if len(year) == 4 else (f"19{year}", f"20{year}"):
            yield from _day(full, month, day)
    for year, month, day in ISO_DATE.findall(text):
        yield from _day(year, month, day)
    for day, word, year in WRITTEN_DATE.findall(text):
        month = next((n for n, starts in enumerate(MONTHS, 1) if word.casefold().startswith(starts)), 0)
        yield from _day(year, month, day)


def _tells_a_birth(text: str) -> bool:
    """Find a day that the text calls somebody's birth date: “geb. 14.5.91”, “am 14. Mai 1991 geboren”."""
    return any(
        BORN_BEFORE.search(text[: match.start()])
        or (BORN_AFTER.search(text[match.end() :]) and text[: match.start()].endswith("am "))
        for pattern in DATES
        for match in pattern.finditer(text)
    )


def _day(year: Any, month: Any, day: Any) -> Iterable[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return


def _names_known(text: str, known: Known) -> bool:
    """Find a part of a subject's name written as a name, or two parts of known names side by side."""
    before = False
    for word in WORD.findall(text):
        spellings = {fold(word), fold(word).removesuffix("s")}
        if spellings & known.parts and _as_name(word):
            return True
        here = bool(spellings & (known.parts | known.others))
        if here and before:
            return True
        before = here
    return False


def _looks_like_name(text: str, given: frozenset[str]) -> bool:
    """Find a given name beside another word that is written as a name, in either order."""
    words = list(WORD.finditer(text))
    for first, second in pairwise(words):
        if not (_as_name(first.group()) and _as_name(second.group())):
            continue
        between = text[first.end() : second.start()]
        if fold(first.group()) in given and between.strip() in ("", "-"):
            return True
        if fold(second.group()) in given and between.strip() == ",":
            return True
    return False


def _as_name(word: str) -> bool:
    """Say whether a word is written as a name: with a capital, or in a script that has none."""
    return not word[0].islower()
