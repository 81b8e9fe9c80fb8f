"""Turn a statement written for MariaDB into one for SQLite, without touching what stands inside literals.

Pure functions: no framework, no connection. One scan over the text does all of it, so that a quoted value can
never be taken for a part of the statement.
"""

import datetime
import decimal
import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

_SCAN = re.compile(
    r"""
    (?P<interval>(?P<operand>\bNOW\(\)|\bCURRENT_TIMESTAMP(?:\(\))?|(?:`[^`]*`\.|"[^"]*"\.)?(?:`[^`]*`|"[^"]*"|\w+))\s*(?P<sign>[-+])\s*
        INTERVAL\s+'?(?P<amount>\d+)'?\s+(?P<unit>[A-Z]+)\b'?)
  | (?P<literal>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")*"|`[^`]*`)
  | (?P<comment>/\*.*?\*/|--[^\n]*)
  | %\((?P<name>\w+)\)s
  | (?P<positional>%s)
  | (?P<percent>%%)
  | (?P<ignore>\bINSERT\s+IGNORE\b)
  | (?P<lock>\s*\bFOR\s+UPDATE\b(?:\s+(?:SKIP\s+LOCKED|NOWAIT))?)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class Statement(NamedTuple):
    """What is handed to SQLite: text with ``?``, the values in their order, and whether rows are to be locked."""

    text: str
    values: list
    locks: bool


def translate(query: str, values: Iterable | dict | None = None) -> Statement:
    """Return the statement for SQLite.

    Arguments: query (SQL with ``%s`` or ``%(name)s``), values (sequence, dict, or None for "no placeholders").
    A list, tuple or set as one value becomes a bracketed list, as MariaDB's drivers do it.
    Raises ValueError if there are more or fewer values than placeholders, KeyError if a name has no value.
    """
    parts, locks = _parse(query, values is not None)
    given = values if isinstance(values, dict) else iter(values or ())
    bound = []
    text = "".join(part if isinstance(part, str) else _bind(part, given, bound) for part in parts)
    if not isinstance(given, dict) and next(given, bound) is not bound:
        raise ValueError("more values than placeholders")
    return Statement(text, bound, locks)


class _Placeholder(NamedTuple):
    name: str | None  # None: the next one in order


@functools.lru_cache(maxsize=2048)
def _parse(query, binds):
    """Split a statement into text and placeholders; say whether it asks for row locks."""
    parts, end = [], 0
    for match in _SCAN.finditer(query):
        parts += [query[end : match.start()], _part(match, binds)]
        end = match.end()
    locks = any(match.group("lock") for match in _SCAN.finditer(query))
    return (*parts, query[end:]), locks


def _part(match, binds):
    if match.group("interval"):
        operand, sign, amount, unit = match.group("operand", "sign", "amount", "unit")
        return f"date_shift({operand}, {sign}{amount}, '{unit.lower()}')"
    if match.group("ignore"):
        return "INSERT OR IGNORE"
    if match.group("lock"):
        return ""
    if not binds:
        return match.group()
    if match.group("name") or match.group("positional"):
        return _Placeholder(match.group("name"))
    # MariaDB's drivers format the whole text, so that a percent sign in it, or in a literal, stands there twice.
    return match.group().replace("%%", "%")


def _bind(placeholder, given, bound):
    value = given[placeholder.name] if placeholder.name else next(given, _MISSING)
    if value is _MISSING:
        raise ValueError("fewer values than placeholders")
    if isinstance(value, list | tuple | set):
        bound.extend(plain(item) for item in value)
        return f"({', '.join('?' * len(value)) or 'NULL'})"
    bound.append(plain(value))
    return "?"


_MISSING = object()


def plain(value):
    """Return a value in the form in which SQLite stores it and the column's converter reads it back."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return (datetime.datetime.min + value).time().isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    return str(value)


def writes(text: str) -> bool:
    """Say whether a statement changes data (or opens a savepoint, which is only done to change data)."""
    word = _FIRST_WORD.match(text)
    return bool(word) and word.group(1).lower() in _WRITING


_FIRST_WORD = re.compile(r"(?:[\s(]|/\*.*?\*/|--[^\n]*\n)*(\w+)", re.DOTALL)


_WRITING = frozenset(("insert", "update", "delete", "replace", "create", "alter", "drop", "savepoint", "with"))
