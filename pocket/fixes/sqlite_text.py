"""Turn a statement written for MariaDB into one for SQLite, without touching what stands inside literals.

Pure functions: no framework, no connection. One scan over the text does all of it, so that a quoted value can
never be taken for a part of the statement.
"""

import datetime
import decimal
import re
from collections.abc import Iterable
from typing import NamedTuple

_SCAN = re.compile(
    r"""
    (?P<interval>(?P<operand>\bNOW\(\)|\bCURRENT_TIMESTAMP(?:\(\))?|[`"\w.]+)\s*(?P<sign>[-+])\s*
        INTERVAL\s+'?(?P<amount>\d+)'?\s+(?P<unit>[A-Z]+)\b)
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
    scan = _Scan(values)
    text = _SCAN.sub(scan.replace, query)
    scan.check_all_used()
    return Statement(text, scan.bound, scan.locks)


class _Scan:
    def __init__(self, values):
        self.named = values if isinstance(values, dict) else None
        self.rest = None if values is None or self.named is not None else list(values)[::-1]
        self.binds = values is not None
        self.bound, self.locks = [], False

    def replace(self, match):
        kind = match.lastgroup if match.lastgroup not in ("operand", "unit") else "interval"
        return getattr(self, f"_{kind}")(match)

    def check_all_used(self):
        if self.rest:
            raise ValueError(f"{len(self.rest)} values more than placeholders")

    def _interval(self, match):
        operand, sign, amount, unit = match.group("operand", "sign", "amount", "unit")
        return f"date_shift({operand}, {sign}{amount}, '{unit.lower()}')"

    def _literal(self, match):
        # The drivers of MariaDB format the whole text, so a percent sign in a literal is doubled there, too.
        return match.group().replace("%%", "%") if self.binds else match.group()

    _quoted = _comment = _literal

    def _percent(self, match):
        return "%" if self.binds else match.group()

    def _name(self, match):
        return self._bind(self.named[match.group("name")]) if self.binds else match.group()

    def _positional(self, match):
        if not self.binds:
            return match.group()
        if not self.rest:
            raise ValueError("fewer values than placeholders")
        return self._bind(self.rest.pop())

    def _bind(self, value):
        if isinstance(value, list | tuple | set):
            self.bound.extend(plain(item) for item in value)
            return f"({', '.join('?' * len(value)) or 'NULL'})"
        self.bound.append(plain(value))
        return "?"

    def _ignore(self, match):
        return "INSERT OR IGNORE"

    def _lock(self, match):
        self.locks = True
        return ""


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
    word = text.lstrip("( \n\t").split(None, 1)[:1]
    return bool(word) and word[0].lower() in _WRITING


_WRITING = frozenset(("insert", "update", "delete", "replace", "create", "alter", "drop", "savepoint", "with"))
