"""Names as they are heard: the same key for other spellings, other scripts and other order.

`Muhammad`, `Mohamed`, `محمد` and `Мохаммед` share their consonants; the vowels decide whether two of them sound alike.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

WITHOUT_VOWELS = ("ARABIC", "HEBREW")
ARABIC_ARTICLE = "ال"
PARTICLES = frozenset((
    "al", "el", "ul", "ad", "ar", "as", "az", "an", "ibn", "bin", "ben", "bint", "von", "van", "vom", "zu", "zum",
    "der", "den", "de", "da", "do", "dos", "del", "di", "du", "la", "le", "las", "los", "und", "y", "e",
))  # fmt: skip

# How sounds are spelled in German, English, French, Turkish and scholarly transliteration; the order matters.
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z]", ""),
        (r"^[ae]l(?=[^aeiou]\w{3})", ""),
        (r"^abd[aeiu]?l(?=\w{2})", "abd"),
        (r"^bdl(?=\w{2})", "abd"),
        (r"dsch|dzh|dj", "j"),
        (r"sch?tsch|shch|tsch|tch|cz", "ch"),
        (r"sch|sh", "s"),
        (r"ch|kh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"gh", "g"),
        (r"ck|[qc]", "k"),
        (r"x", "ks"),
        (r"t?z|ts", "s"),
        (r"^(?:ou|u)(?=[aei])", "w"),
        (r"^i(?=[aou])", "y"),
        (r"v", "w"),
        (r"j", "y"),
        (r"ou|oo", "u"),
        (r"ee|ie", "i"),
        (r"(?<=[uoa])e(?!$)", ""),
        (r"(?<!^)h$", ""),
        (r"t$", "d"),
    )
)
# “Servant of …” is one name, however it is spaced.
SERVANT_OF = re.compile(r"\babd(?:[aeu]l)?[\s-]+(?:[aeu][lrsnzdt][\s-]+)?(?=\w)")
SERVANT_OF_ARABIC = re.compile(r"\bعبد\s+(?=\w)")
VOWELS = str.maketrans("aeiou", "AAIUU")


@dataclass(frozen=True)
class Token:
    """One word of a name: its letters, its sound, its consonants, and whether the script tells the vowels."""

    letters: str
    sound: str
    consonants: str
    tells_vowels: bool


def tokens(*names: str | None) -> list[Token]:
    """Split names into words as they are heard; particles, punctuation and single letters are left out."""
    heard = [_token(word) for name in names if name for word in _words(name) if not word.isdigit()]
    return list(dict.fromkeys(token for token in heard if token))


def name_key(*names: str | None) -> str:
    """Return the consonants of all words between blanks, so that each can be found as `% word %`."""
    found = sorted({token.consonants for token in tokens(*names)})
    return f" {' '.join(found)} " if found else ""


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).casefold()
    text = SERVANT_OF_ARABIC.sub("عبد", SERVANT_OF.sub("abdul", text))
    return re.findall(r"[\w\u0300-\u036f]+", text)


@lru_cache(maxsize=4096)
def _token(word: str) -> Token | None:
    """Return how a word is heard, or None for a particle or a single letter."""
    tells_vowels = not _script(word).startswith(WITHOUT_VOWELS)
    if word.startswith(ARABIC_ARTICLE) and len(word) > len(ARABIC_ARTICLE) + 2:
        word = word.removeprefix(ARABIC_ARTICLE)
    letters = re.sub(r"[^a-z]", "", anyascii(word).lower())
    if letters in PARTICLES or len(letters) < 2:
        return None
    sound = _sound(letters)
    return Token(letters, sound, _consonants(sound), tells_vowels)


def _script(word: str) -> str:
    return next((unicodedata.name(letter, "") for letter in word if letter.isalpha()), "")


def _sound(letters: str) -> str:
    """Return consonants in small letters and vowels as A (a, e), I (i, y) or U (o, u), nothing doubled."""
    sound = letters
    for pattern, replacement in SOUNDS:
        sound = pattern.sub(replacement, sound)
    sound = sound[:1] + sound[1:].replace("y", "i")
    return re.sub(r"(.)\1+", r"\1", sound.translate(VOWELS))


def _consonants(sound: str) -> str:
    """Return what all scripts tell: no vowels, and no `w` within a word, which Arabic writes for a vowel."""
    kept = sound[:1] + sound[1:].replace("w", "")
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[AIU]", "", kept)) or sound
