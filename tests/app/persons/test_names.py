"""Which names and dates of birth are taken for the same person, and which are not."""

from itertools import combinations

import pytest

from kim_app.persons.matching import LIKELY, POSSIBLE, UNLIKELY, VERY_LIKELY, dates, entry_of, likelihood
from kim_app.persons.names import name_key

SAME_NAME = [
    ("Mohammed Rahimi", "Muhammad Rahimi"),
    ("Mohammed Rahimi", "Rahimi Mohamad"),
    ("محمد رحیمی", "Mohammad Rahimi"),
    ("Мохаммед Рахими", "Mohammed Rahimi"),
    ("Ahmed Yılmaz", "Ahmet Yilmaz"),
    ("Şükrü Öztürk", "Sukru Ozturk"),
    ("Şükrü Öztürk", "Sükrü Öztuerk"),
    ("İbrahim Çelik", "Ibrahim Celik"),
    ("Oksana Shevchenko", "Оксана Шевченко"),
    ("Oksana Schewtschenko", "Oksana Shevchenko"),
    ("Wladimir Iwanow", "Vladimir Ivanov"),
    ("Yuliya Bondar", "Julia Bondar"),
    ("Iuliia Bondar", "Юлія Бондар"),
    ("Selam Tesfay", "ሰላም ተስፋይ"),
    ("Salam Tesfai", "Selam Tesfay"),
    ("Tesfay Selam", "Selam Tesfay"),
    ("فاطمة حسن", "Fatima Hassan"),
    ("Fatma Hasan", "Fatima Hassan"),
    ("زهرا کریمی", "Zahra Karimi"),
    ("یوسف احمدی", "Yousef Ahmadi"),
    ("Youssef Ahmadi", "Jussuf Ahmadi"),
    ("Khaled Al-Masri", "Chalid Almasri"),
    ("Khaled al Masri", "خالد المصري"),
    ("Abdul Rahman Noori", "Abdulrahman Noori"),
    ("Abdelrahman Noori", "Abdulrahman Noori"),
    ("عبدالله محمدی", "Abdullah Mohammadi"),
    ("Maria Garcia Lopez", "Maria Lopez"),
    ("Maria Garcia-Lopez", "María García López"),
    ("Anna-Lena Müller", "Anna Lena Mueller"),
    ("Jürgen Groß", "Juergen Gross"),
    ("Nguyễn Văn Anh", "Nguyen Van Anh"),
    ("Łukasz Wójcik", "Lukasz Wojcik"),
    ("Jose\u0301 Peña", "José Pen\u0303a"),
    ("Djamal Haddad", "Jamal Hadad"),
    ("Haile Gebremedhin", "Hayle Gebremedhin"),
    ("Schmidt Eva", "Eva Schmitt"),
]
OTHER_NAME = [
    ("Ali Hassan", "Ali Hussein"),
    ("علی حسن", "علی حسین"),
    ("Ali Hassan", "علي حسين"),
    ("Fatima Hassan", "Ali Hassan"),
    ("Ahmad Karimi", "Mohammad Karimi"),
    ("Selam Tesfay", "Selam Haile"),
    ("Amina Yusuf", "Yasmin Yusuf"),
    ("Oksana Shevchenko", "Olena Shevchenko"),
    ("Maria Garcia Lopez", "Maria Fernandez"),
    ("Anna Müller", "Anne Maler"),
    ("Nadia Rahimi", "Nadir Rahmani"),
    ("Omar Said", "Amir Said"),
    ("Li Wei", "Le Vy"),
]
# Common first and family names of those who are counselled; every combination is another person.
FIRST = [
    "Ali",
    "Ahmed",
    "Mohammed",
    "Hassan",
    "Hussein",
    "Omar",
    "Fatima",
    "Amina",
    "Zahra",
    "Maryam",
    "Selam",
    "Tesfay",
    "Oksana",
    "Olena",
    "Iryna",
    "Maria",
]
LAST = [
    "Hassan",
    "Hussein",
    "Ahmadi",
    "Rahimi",
    "Karimi",
    "Haile",
    "Tesfay",
    "Gebre",
    "Shevchenko",
    "Bondar",
    "Yilmaz",
    "Demir",
    "Khan",
    "Ibrahim",
]


def entry(name, birth_date=None, other_names=None, estimated=0):
    first, last = name.rsplit(" ", 1)
    return entry_of(
        {
            "first_name": first, "last_name": last, "birth_date": birth_date, "other_names": other_names,
            "birth_date_estimated": estimated,
        }
    )  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME_NAME)
def test_other_spellings_of_a_name_are_recognised(one, other):
    assert set(name_key(one).split()) & set(name_key(other).split())
    assert likelihood(entry(one), entry(other)) == likelihood(entry(other), entry(one)) == POSSIBLE
    assert likelihood(entry(one, "1990-03-02"), entry(other, "1990-03-02")) >= LIKELY
    assert likelihood(entry(one, "1990-03-02"), entry(other, "1990-02-03")) >= LIKELY
    assert likelihood(entry(one, "1990-03-02"), entry(other, "1975-11-20")) == UNLIKELY


@pytest.mark.parametrize(("one", "other"), OTHER_NAME)
def test_other_names_are_not_confused(one, other):
    assert likelihood(entry(one), entry(other)) == UNLIKELY
    assert likelihood(entry(one, "1990-03-02"), entry(other, "1990-02-03")) == UNLIKELY
    assert likelihood(entry(one, "1990-03-02"), entry(other, "1990-03-02")) <= POSSIBLE


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1990-03-02", "1990-03-02", "same"),
        ("1990-03-02", "1990-02-03", "near"),
        ("1990-03-02", "1990-03-07", "near"),
        ("1990-03-12", "1990-03-21", "near"),
        ("1990-03-02", "1980-03-02", "near"),
        ("1990-01-01", "1991-07-15", "estimated"),
        ("1990-01-01", "1990-01-01", "same"),
        ("1990-01-01", "1996-01-01", "near"),
        ("1990-01-01", "1974-07-15", "different"),
        ("1990-03-02", "1991-07-15", "different"),
        ("1990-03-02", None, "unknown"),
    ],
)
def test_dates_of_birth_are_compared_by_the_usual_slips(one, other, expected):
    assert dates(entry("A B", one), entry("A B", other)) == expected
    assert dates(entry("A B", other), entry("A B", one)) == expected


def test_an_estimate_covers_two_years():
    assert dates(entry("A B", "1990-05-05", estimated=1), entry("A B", "1992-07-15")) == "estimated"
    assert dates(entry("A B", "1990-05-05", estimated=1), entry("A B", "1993-07-16")) == "different"


def test_a_birth_name_among_the_other_names_counts():
    married = entry("Maria Schneider", "1990-03-02", other_names="Lopez, Mary")
    assert likelihood(entry("Maria Lopez", "1990-03-02"), married) == VERY_LIKELY
    assert likelihood(entry("Maria Lopez", "1975-11-20"), married) == UNLIKELY


def test_same_first_name_and_birthday_is_possible_but_not_on_an_estimated_day():
    assert likelihood(entry("Maria Schneider", "1990-03-02"), entry("Maria Lopez", "1990-03-02")) == POSSIBLE
    assert likelihood(entry("Maria Schneider", "1990-01-01"), entry("Maria Lopez", "1990-01-01")) == UNLIKELY


def test_twins_are_not_confused():
    assert likelihood(entry("Sara Haile", "2015-03-02"), entry("Ruth Haile", "2015-03-02")) == UNLIKELY


def test_hardly_any_two_of_the_common_names_are_confused():
    """Without dates of birth, which is the hardest case: at least 99.5 of 100 pairs of different names stay apart."""
    entries = [entry(f"{first} {last}") for first in FIRST for last in LAST if first != last]
    pairs = list(combinations(entries, 2))
    confused = [pair for pair in pairs if likelihood(*pair) and set(pair[0].name) != set(pair[1].name)]
    assert len(pairs) > 20_000
    assert len(confused) / len(pairs) < 0.005


@pytest.mark.parametrize("name", ["", "  ", "-", "12 34", "…", "A", None])
def test_what_is_no_name_has_no_key(name):
    assert name_key(name) == ""
