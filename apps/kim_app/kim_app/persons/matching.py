"""How sure it is that two entries are the same person: names by sound, dates of birth by the usual slips."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from frappe.utils import getdate

from kim_app.persons.names import Token, tokens

VERY_LIKELY, LIKELY, POSSIBLE, UNLIKELY = 3, 2, 1, 0
SAME, NEAR, ESTIMATED, UNKNOWN, DIFFERENT = "same", "near", "estimated", "unknown", "different"
YEARS_OF_ESTIMATE = 2
LONG_WORD = 5
DARK_START = re.compile("[^AIU]+U")

# How much of the name agrees × how the dates of birth stand to each other.
LEVELS = {
    ("exact", SAME): VERY_LIKELY,
    ("exact", NEAR): LIKELY,
    ("exact", ESTIMATED): LIKELY,
    ("exact", UNKNOWN): POSSIBLE,
    ("similar", SAME): LIKELY,
    ("similar", NEAR): LIKELY,
    ("similar", ESTIMATED): POSSIBLE,
    ("similar", UNKNOWN): POSSIBLE,
    ("part", SAME): POSSIBLE,
}


@dataclass(frozen=True)
class Entry:
    """What is compared of a person."""

    first: tuple[Token, ...]
    last: tuple[Token, ...]
    others: tuple[Token, ...]
    born: date | None
    estimated: bool = False

    @property
    def name(self) -> tuple[Token, ...]:
        """First and last name; the order of the two is not trusted."""
        return tuple(dict.fromkeys(self.first + self.last))


def entry_of(values: Any) -> Entry:
    """Read an entry from anything with the fields of Person; a first of January counts as an estimate."""
    born = getdate(values.get("birth_date")) if values.get("birth_date") else None
    return Entry(
        tuple(tokens(values.get("first_name"))),
        tuple(tokens(values.get("last_name"))),
        tuple(tokens(values.get("other_names"))),
        born,
        bool(values.get("birth_date_estimated")) or (born is not None and (born.month, born.day) == (1, 1)),
    )


def likelihood(one: Entry, other: Entry) -> int:
    """Return how sure it is that both are the same person: UNLIKELY (0) to VERY_LIKELY (3)."""
    return LEVELS.get((_agreement(one, other), dates(one, other)), UNLIKELY)


def dates(one: Entry, other: Entry) -> str:
    """Say how the two dates of birth stand to each other."""
    if not one.born or not other.born:
        return UNKNOWN
    if one.born == other.born:
        return SAME
    if (one.estimated or other.estimated) and abs(one.born.year - other.born.year) <= YEARS_OF_ESTIMATE:
        return ESTIMATED
    return NEAR if _slip(one.born, other.born) else DIFFERENT


def alike(one: Token, other: Token) -> int:
    """Return 2 for words that sound the same, 1 for words that may be the same, else 0."""
    if one.sound == other.sound and one.tells_vowels == other.tells_vowels:
        return 2
    if not (one.tells_vowels and other.tells_vowels):
        return int(one.consonants == other.consonants and _vowels_fit(one, other))
    if one.consonants == other.consonants and _sound_alike(one.sound, other.sound):
        return 1
    return int(_misspelt(one.letters, other.letters))


def distance(one: str, other: str) -> int:
    """Return the number of letters to be put in, left out or replaced between two words (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row, above = [i], row
        for j, opposite in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != opposite)))
    return row[-1]


def _agreement(one: Entry, other: Entry) -> str:
    """Say how much of the shorter name is found in the other: exact, similar, part or nothing."""
    pairs = max((_pairs(one, other), _pairs(other, one)), key=lambda found: (len(found), sum(found)))
    words = min(len(one.name), len(other.name))
    if len(pairs) >= max(words, 2):
        return "exact" if min(pairs) == 2 else "similar"
    if len(pairs) >= 2 or _same_first_name(one, other) or (words == 1 and pairs):
        return "part"
    return "nothing"


def _pairs(one: Entry, other: Entry) -> list[int]:
    """Find each word of `one` once among the words of `other`, its other names included, best ones first."""
    left = list(dict.fromkeys(other.name + other.others))
    found = []
    for word in one.name:
        best = max(left, key=lambda candidate: alike(word, candidate), default=None)
        if best and alike(word, best):
            found.append(alike(word, best))
            left.remove(best)
    return found


def _same_first_name(one: Entry, other: Entry) -> bool:
    """Somebody who married keeps first name and date of birth; an estimated date says too little."""
    if one.estimated or other.estimated:
        return False
    return any(alike(word, opposite) == 2 for word in one.first for opposite in other.first)


def _sound_alike(one: str, other: str) -> bool:
    """One vowel may differ in longer words, but not whether the first one after a consonant is an o or u."""
    slips = 1 if min(len(one), len(other)) > 3 else 0
    return distance(one, other) <= slips and bool(DARK_START.match(one)) == bool(DARK_START.match(other))


def _misspelt(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= LONG_WORD and distance(one, other) <= 1


def _vowels_fit(one: Token, other: Token) -> bool:
    """A long vowel that Arabic writes must be heard in the other spelling: Hassan is not Hussein."""
    if one.tells_vowels == other.tells_vowels:
        return ("I" in one.sound) == ("I" in other.sound)
    written, heard = (one, other) if not one.tells_vowels else (other, one)
    return "I" not in written.sound or "I" in heard.sound


def _slip(one: date, other: date) -> bool:
    """One digit wrong, two digits or day and month exchanged."""
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    digits, opposite = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    wrong = [place for place, digit in enumerate(digits) if digit != opposite[place]]
    if len(wrong) == 1:
        return True
    exchanged = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return exchanged and digits[wrong[0]] == opposite[wrong[1]] and digits[wrong[1]] == opposite[wrong[0]]
