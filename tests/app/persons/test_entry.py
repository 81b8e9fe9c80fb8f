"""What is entered as a person's name or date is kept as text or refused, and a refusal leaves nothing behind."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

TOMORROW = str(datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(1))


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("<b>Ada</b>", "Ada"),
        ("<script>alert(1)</script>Ada", "alert(1)Ada"),
        ('"<img src=x onerror=alert(1)>Ada"', '"Ada"'),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("@SUM(1)", "@SUM(1)"),
        ("  Ada \t Maria ", "Ada Maria"),
        ("Jose\u0301", "José"),
        ("Ada\u202eabc", "Adaabc"),
        ("A\u200bda\ufeff", "Ada"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("O'Neil; drop table %s", "O'Neil; drop table %s"),
        ("李小龙", "李小龙"),
        ("ሰላም", "ሰላም"),
        ("𝄞 Ada", "𝄞 Ada"),
    ],
)
def test_a_strange_name_is_kept_as_text(site, person, entered, kept):
    doc = person(first_name=entered)
    assert site.db.get_value("Person", doc.name, ["first_name", "full_name"]) == (kept, f"{kept} Beispiel")


@pytest.mark.parametrize("name", [" ", "\u00a0", "\u200b", "-", "…", "<br>", ""])
@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_a_name_without_a_letter_is_refused(site, person, name, field):
    before = site.db.count("Person")
    with pytest.raises(site.ValidationError):
        person(**{field: name})
    assert site.db.count("Person") == before


def test_the_refusal_says_what_to_write_instead(expect_refusal, person):
    with expect_refusal("If the name is not known, please write “unknown”.", "Person"):
        person(first_name="  ")


def test_a_control_character_is_refused(expect_refusal, person):
    with expect_refusal("characters that cannot be shown", "Person"):
        person(first_name="A\x00da")


def test_a_name_too_long_to_be_shown_is_refused(expect_refusal, person):
    with expect_refusal("First and last name together have 181 characters; 140 are possible.", "Person"):
        person(first_name="A" * 90, last_name="B" * 90)
    with expect_refusal("too long", "Person"):
        person(first_name="A" * 141)


@pytest.mark.parametrize("field", ["birth_date", "arrival_date", "in_municipality_since"])
@pytest.mark.parametrize("value", [TOMORROW, "0001-01-01", "31.31.2000", "abc", "2026-02-30"])
def test_an_impossible_date_is_refused(site, person, field, value):
    before = site.db.count("Person")
    with pytest.raises(site.ValidationError):
        person(**{field: value})
    assert site.db.count("Person") == before
