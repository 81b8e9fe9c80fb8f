"""Functions of MariaDB that statements of the framework use and SQLite lacks, or has for English only."""

import datetime
import functools
import re


def register(connection) -> None:
    """Give one SQLite connection the functions; all are deterministic but the clock."""
    for name, arguments, function in _FUNCTIONS:
        connection.create_function(name, arguments, function, deterministic=name not in ("now", "curdate"))


def date_shift(moment: str | None, amount: int, unit: str) -> str | None:
    """Return an ISO date-time moved by an amount of second, minute, hour, day, week, month or year."""
    if not moment:
        return None
    start = datetime.datetime.fromisoformat(moment)
    if unit in ("month", "year", "quarter"):
        return _shift_months(start, amount * {"month": 1, "quarter": 3, "year": 12}[unit]).isoformat(" ")
    return (start + datetime.timedelta(**{f"{unit}s": amount})).isoformat(" ")


def _shift_months(start, months):
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first_of_next = datetime.datetime(year + (month == 11), (month + 1) % 12 + 1, 1)
    last_day = (first_of_next - datetime.timedelta(days=1)).day
    return start.replace(year=year, month=month + 1, day=min(start.day, last_day))


@functools.lru_cache(maxsize=256)
def _like_pieces(pattern, escape):
    """Split a LIKE pattern at ``%`` into (regular expression, number of letters that it takes)."""
    pieces, characters = [("", 0)], iter(pattern.casefold())
    for character in characters:
        if character == "%":
            pieces.append(("", 0))
            continue
        literal = next(characters, "") if character == escape else character
        wild = character == "_"
        text, length = pieces[-1]
        pieces[-1] = (text + ("." if wild else re.escape(literal)), length + 1)
    return [(re.compile(text, re.DOTALL), length) for text, length in pieces]


def like(pattern, text, escape="\\"):
    """LIKE that ignores case in every language (SQLite's own does so for A–Z only: Ö and ö would differ).

    The pieces between ``%`` are looked for one after the other: no pattern can make a search run for ever.
    """
    if pattern is None or text is None:
        return None
    text, pieces = str(text).casefold(), _like_pieces(str(pattern), escape)
    if len(pieces) == 1:
        return pieces[0][0].fullmatch(text) is not None
    (first, _), *middle, (last, length) = pieces
    found = first.match(text)
    for piece, _ in middle:
        found = found and piece.search(text, found.end())
    return bool(found) and found.end() <= len(text) - length and bool(last.fullmatch(text, len(text) - length))


def regexp(pattern, text):
    """``text REGEXP pattern``, without regard to case; NULL matches nothing."""
    return text is not None and re.search(pattern, str(text), re.IGNORECASE) is not None


def _unix_timestamp(moment):
    return int(datetime.datetime.fromisoformat(moment).timestamp()) if moment else None


def _date_diff(later, earlier):
    if not later or not earlier:
        return None
    return (datetime.date.fromisoformat(later[:10]) - datetime.date.fromisoformat(earlier[:10])).days


def _date_part(attribute):
    def part(moment):
        return getattr(datetime.date.fromisoformat(moment[:10]), attribute) if moment else None

    return part


def _quarter(moment):
    return (int(moment[5:7]) + 2) // 3 if moment else None


def _date_format(moment, pattern):
    codes = {"%i": "%M", "%s": "%S", "%M": "%B", "%e": "%d", "%u": "%W"}
    pattern = re.sub(r"%\w", lambda match: codes.get(match.group(), match.group()), pattern)
    return datetime.datetime.fromisoformat(moment).strftime(pattern) if moment else None


def _concat(*parts):
    return None if None in parts else "".join(map(str, parts))


def _concat_ws(separator, *parts):
    return separator.join(str(part) for part in parts if part is not None)


def _locate(needle, text):
    return None if needle is None or text is None else str(text).casefold().find(str(needle).casefold()) + 1


def _timestamp(day, time=None):
    return day and f"{day[:10]} {time}" if time else day


def _match_against(text, words):
    beginnings = tuple(words.casefold().split())
    return sum(word.startswith(beginnings) for word in re.findall(r"\w+", (text or "").casefold())) if beginnings else 0


_FUNCTIONS = [
    ("now", 0, lambda: datetime.datetime.now().isoformat(" ")),
    ("curdate", 0, lambda: datetime.date.today().isoformat()),
    ("date_shift", 3, date_shift),
    ("like", 2, like),
    ("like", 3, like),
    ("regexp", 2, regexp),
    ("regexp_replace", 3, lambda text, pattern, new: text and re.sub(pattern, new, text)),
    ("locate", 2, _locate),
    ("match_against", 2, _match_against),
    ("unix_timestamp", 1, _unix_timestamp),
    ("datediff", 2, _date_diff),
    ("date_format", 2, _date_format),
    ("year", 1, _date_part("year")),
    ("month", 1, _date_part("month")),
    ("day", 1, _date_part("day")),
    ("quarter", 1, _quarter),
    ("concat", -1, _concat),
    ("concat_ws", -1, _concat_ws),
    ("timestamp", 1, _timestamp),
    ("timestamp", 2, _timestamp),
]
