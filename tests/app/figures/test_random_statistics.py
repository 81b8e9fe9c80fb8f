"""Fifty statistics, drawn by chance from all that the form offers, agree cell by cell with a slow recount."""

import json
import random

import pytest

from kim_app.api import statistic as api
from kim_app.figures import engine
from kim_app.figures.catalogue import ABOUT_PERSONS, MAIN_DATES, fields_of
from tests.app.figures.recount import ALL, recount

NUMBER = 50
SMALLEST = 3
REFUSED = (
    # The coordinator here is another one than the owner.
    "KIM Coordinator", "KIM Case Manager", "KIM Foreigners Office Clerk", "KIM Naturalisation Clerk",
    "KIM Administrator", "KIM Data Protection Officer", "System Manager",
)  # fmt: skip


@pytest.fixture
def all_kinds(site, figures_world, acting, make, person):
    """Documents of every kind that figures are made of, beside the cases of the world."""
    chance = random.Random(3)
    with acting(figures_world.users["co"]):
        for number in range(6):
            actor = ("Zahlen-Kurs", "Zahlen-Rat")[number % 2]
            make("Offer", offer_name=f"Angebot {number}", actor=actor, free_places=number, waiting_weeks=number % 3)
            start = f"2025-0{1 + number}-10 10:00:00"
            make("Meeting", title=f"Sitzung {number}", meeting_type="Steering Group", starts_on=start)
        for number in range(5):
            category = ("waiting", "housing")[number % 2]
            barrier = make("Barrier", title=f"Hürde Nummer {number}", category=category, description="Zu lange.")
            make("Measure", barrier=barrier.name, title="M", responsible=actor, due_on=f"2026-0{1 + number}-01")
    types = site.get_all("Application Type", pluck="name", order_by="name", limit=3)
    for number in range(12):
        client = person(last_name=f"Antrag{number}", nationality=chance.choice(["Syria", "Ukraine"]))
        received = {"received_on": f"2025-{1 + number % 12:02}-05"}
        make("Application", person=client.name, application_type=types[number % 3], **received)
    for name in site.get_all("Case", pluck="name", order_by="name", limit=12):
        row = {"parent": name, "parenttype": "Case", "state": "Enquiry"}
        left = f"2026-0{1 + chance.randrange(9)}-0{1 + chance.randrange(9)} 08:00:00"
        site.db.set_value("State Period", row, {"entered_on": "2025-12-01 08:00:00", "left_on": left})
    return figures_world


def draw(site, chance, doctype):
    """Return the fields of a statistic that somebody could choose in the form."""
    offered = fields_of(doctype)
    by_kind = {kind: [field.name for field in offered if field.kind == kind] for kind in ("choice", "date", "number")}
    shape = {"document_type": doctype, "row_field": chance.choice(by_kind["choice"]), "measure": "Count"}
    if chance.random() < 0.6:
        shape["column_field"] = chance.choice([*by_kind["choice"], *by_kind["date"]])
    if chance.random() < 0.4:
        shape["column_period"] = chance.choice(["Month", "Quarter", "Year"])
    measure = chance.choice(["Count", "Sum", "Average", "Median Days"])
    if measure == "Median Days":
        shape |= {"measure": measure, "measure_field": chance.choice(by_kind["date"])}
        shape["until_field"] = chance.choice(by_kind["date"])
    elif measure != "Count" and by_kind["number"]:
        shape |= {"measure": measure, "measure_field": chance.choice(by_kind["number"])}
    filters = [filter_on(site, chance, field) for field in chance.sample(offered, chance.choice([0, 1, 2]))]
    return {**shape, "filters_json": json.dumps(filters)}


def filter_on(site, chance, field):
    if field.kind == "date":
        return chance.choice([[field.name, ">=", "2025-04-01"], [field.name, "between", ["2025-02-01", "2026-06-30"]]])
    if field.kind == "number":
        return [field.name, chance.choice([">=", "<="]), 2]
    values = [row["value"] for row in choices_of(field)][:3] or [""]
    return chance.choice([[field.name, "in", values], [field.name, "not in", values[:1]], [field.name, "is", "set"]])


def choices_of(field):
    from kim_app.figures.export import choices

    return choices(field)


@pytest.fixture
def drawn(site, all_kinds, statistic):
    """Fifty statistics, five of each DocType, always the same."""
    chance = random.Random(51)
    kinds = list(MAIN_DATES)
    return [
        statistic(**draw(site, chance, kinds[number % len(kinds)]), shared_with=[{"role": "KIM Steering Member"}])
        for number in range(NUMBER)
    ]


def cells_of(answer):
    """Return every number of an answer by the stored values of its row and column."""
    numbers = {(ALL, ALL): answer["total"]}
    for i, row in enumerate(answer["row_keys"]):
        numbers[row, ALL] = answer["row_totals"][i]
        for j, column in enumerate(answer["column_keys"]):
            numbers[row, column] = answer["cells"][i][j]
    return numbers | {(ALL, key): answer["column_totals"][j] for j, key in enumerate(answer["column_keys"])}


def places_of(answer):
    """Return the keys of the hidden numbers in the terms of `cells_of`."""
    rows, columns = answer["row_keys"], answer["column_keys"]
    names = {
        "cell": lambda i, j: (rows[i], columns[j]),
        "row": lambda i: (rows[i], ALL),
        "column": lambda j: (ALL, columns[j]),
        "total": lambda: (ALL, ALL),
    }
    return {names[key[0]](*key[1:]) for key in answer["hidden"]}


def test_fifty_statistics_agree_with_a_slow_recount_and_hide_small_numbers(site, drawn):
    for record in drawn:
        figures, persons = recount(site, record)
        nothing = 0 if record.measure in ("Count", "Sum") else None
        for number in (False, True):
            answer = engine.compute(record, protect=number)
            shown, hidden = cells_of(answer), places_of(answer)
            assert number or not hidden
            for key, value in shown.items():
                expected = figures.get(key, nothing)
                assert value == (None if key in hidden else pytest.approx(expected)), (record.as_dict(), key)
            blank = bool(hidden) and not answer["row_labels"]
            assert blank or {key for key, value in figures.items() if value} <= set(shown)
            if number and record.document_type in ABOUT_PERSONS:
                small = {key for key in shown if 0 < persons.get(key, 0) < SMALLEST}
                assert small <= hidden, record.as_dict()


def test_the_draw_covers_every_doctype_measure_and_dimension(drawn):
    assert {record.document_type for record in drawn} == set(MAIN_DATES)
    assert {record.measure for record in drawn} == {"Count", "Sum", "Average", "Median Days"}
    fields = [field for record in drawn for field in (record.row_field, record.column_field) if field]
    assert any("." in field for field in fields), "a linked field"
    assert any(record.column_period for record in drawn) and any(record.filters_json != "[]" for record in drawn)


@pytest.mark.parametrize("role", REFUSED)
def test_who_must_not_see_is_refused(site, drawn, acting, user_with, role):
    with acting(user_with(role)):
        for record in drawn:
            for call in (lambda: api.run(record.name), lambda: api.download(record.name, "csv")):  # noqa: B023
                with pytest.raises(site.PermissionError):
                    call()


def test_whom_it_is_shared_with_sees_no_small_number(drawn, acting, user_with):
    with acting(user_with("KIM Steering Member")):
        answers = [(record, api.run(record.name)) for record in drawn]
    for record, answer in answers:
        if record.document_type in ABOUT_PERSONS and record.measure == "Count":
            flat = [*answer["row_totals"], *answer["column_totals"], answer["total"]]
            assert not {1, 2} & {*flat, *(value for line in answer["cells"] for value in line)}, record.as_dict()
    assert sum(answer["suppressed"] > 0 for _record, answer in answers) >= NUMBER / 5
    assert sum(bool(answer["row_labels"]) for _record, answer in answers) >= NUMBER / 2
