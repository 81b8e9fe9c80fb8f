"""The translation of statements: pure, so each rule is tested by itself."""

import datetime
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocket.fixes.sqlite_functions import date_shift, register
from pocket.fixes.sqlite_text import translate, writes

STRANGE = st.text(alphabet=st.sampled_from("ab'\"`%s()?:;\\-_ \n\x00ü€😀") | st.characters(codec="utf-8"), max_size=40)


@pytest.fixture(scope="module")
def connection():
    made = sqlite3.connect(":memory:", isolation_level=None)
    register(made)
    yield made
    made.close()


@given(value=STRANGE, other=STRANGE)
def test_named_values_come_back_as_they_were(connection, value, other):
    text, bound, _ = translate("SELECT %(a)s, %(b)s, %(a)s", {"a": value, "b": other})
    assert connection.execute(text, bound).fetchone() == (value, other, value)


@given(value=STRANGE)
def test_positional_values_come_back_as_they_were(connection, value):
    text, bound, _ = translate("SELECT %s, '100%%', %s", (value, value))
    assert connection.execute(text, bound).fetchone() == (value, "100%", value)


@given(value=STRANGE)
def test_a_value_never_becomes_part_of_the_statement(value):
    text, bound, _ = translate("SELECT %(a)s", {"a": value})
    assert (text, bound) == ("SELECT ?", [value])


@given(literal=STRANGE.map(lambda text: text.replace("\x00", "")))
def test_what_stands_in_a_literal_stays_as_it_is(connection, literal):
    quoted = literal.replace("'", "''").replace("%", "%%")
    text, bound, _ = translate(f"SELECT '{quoted}', %(a)s", {"a": 1})
    assert connection.execute(text, bound).fetchone() == (literal, 1)


@given(values=st.lists(STRANGE, max_size=5))
def test_a_list_becomes_bracketed_placeholders(connection, values):
    text, bound, _ = translate("SELECT 'x' IN %(all)s", {"all": values})
    assert connection.execute(text, bound).fetchone()[0] in ((1,) if "x" in values else (0, None))


@pytest.mark.parametrize("values", [("one",), ("one", "two", "three")])
def test_a_wrong_number_of_values_is_refused(values):
    with pytest.raises(ValueError, match=r"(fewer|more) values than placeholders"):
        translate("SELECT %s, %s", values)


def test_an_interval_may_be_counted_from_a_quoted_column():
    text = translate("DELETE FROM `tabError Log` WHERE `tabError Log`.`creation` < NOW() - INTERVAL 1 DAY").text
    assert text.endswith("`tabError Log`.`creation` < date_shift(NOW(), -1, 'day')")
    assert translate("SELECT `tabError Log`.`creation` + INTERVAL 2 HOUR").text == (
        "SELECT date_shift(`tabError Log`.`creation`, +2, 'hour')"
    )


def test_row_locks_are_noticed_and_taken_out_of_the_text():
    assert translate("SELECT 1 FOR UPDATE SKIP LOCKED") == ("SELECT 1", [], True)
    assert translate("SELECT 'FOR UPDATE'") == ("SELECT 'FOR UPDATE'", [], False)


def test_insert_ignore_skips_a_row_that_is_there(connection):
    connection.execute("CREATE TABLE once (name TEXT PRIMARY KEY)")
    for _ in range(2):
        connection.execute(translate("INSERT IGNORE INTO once VALUES ('a')").text)
    assert connection.execute("SELECT count(*) FROM once").fetchone() == (1,)


def test_intervals_are_counted_from_a_clock_or_a_column(connection):
    text = translate("SELECT NOW() - INTERVAL '30' DAY < NOW(), NOW()+INTERVAL '2 MONTH' > NOW()").text
    assert connection.execute(text).fetchone() == (1, 1)


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [(-1, "month", "2024-02-29"), (1, "year", "2025-03-31"), (-31, "day", "2024-02-29"), (11, "month", "2025-02-28")],
)
def test_months_of_different_length_end_on_their_last_day(amount, unit, expected):
    assert date_shift("2024-03-31 10:00:00", amount, unit) == f"{expected} 10:00:00"


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("%özdemir%", "Ayşe ÖZDEMIR", 1),
        ("stra_e", "STRASE", 1),
        ("100\\%", "100%", 1),
        ("a%", "ba", 0),
        ("a.c", "abc", 0),
    ],
)
def test_like_ignores_case_in_every_language(connection, pattern, text, found):
    assert connection.execute("SELECT ? LIKE ?", (text, pattern)).fetchone() == (found,)


@given(pattern=st.text("aÄ%_", max_size=6), text=st.text("aäb", max_size=8))
def test_like_finds_what_its_definition_finds(connection, pattern, text):
    def matches(pattern, text):
        if not pattern:
            return not text
        if pattern[0] == "%":
            return any(matches(pattern[1:], text[start:]) for start in range(len(text) + 1))
        return bool(text) and pattern[0] in ("_", text[0]) and matches(pattern[1:], text[1:])

    expected = matches(pattern.casefold(), text)
    assert connection.execute("SELECT ? LIKE ?", (text, pattern)).fetchone() == (expected,)


def test_no_pattern_makes_a_search_run_for_ever(connection):
    assert connection.execute("SELECT ? LIKE ?", ("a" * 2000, "%a" * 200 + "%b")).fetchone() == (0,)


def test_dates_are_stored_so_that_they_can_be_read_back():
    moment = datetime.datetime(2026, 3, 1, 9, 5, 7)
    bound = translate("SELECT %s, %s, %s", (moment, moment.date(), datetime.timedelta(hours=9, minutes=5))).values
    assert bound == ["2026-03-01 09:05:07", "2026-03-01", "09:05:00"]


@pytest.mark.parametrize(
    "text",
    [
        "insert into x",
        " UPDATE x",
        "(delete from x)",
        "SAVEPOINT a",
        "/* hint */ update x",
        "-- why\ndelete",
        "with a as (…) update",
    ],
)
def test_statements_that_change_data_are_known(text):
    assert writes(text)


@pytest.mark.parametrize("text", ["select 1", "PRAGMA x", "", "explain select"])
def test_statements_that_only_read_take_no_lock(text):
    assert not writes(text)
