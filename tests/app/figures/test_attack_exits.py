"""The attacker reads every exit of real statistics: answer, chart, CSV, XLSX, PDF, and the order of the rows."""

import csv
import io
import json

import openpyxl
import pypdf
import pytest

from kim_app.api import statistic as api
from kim_app.figures import engine
from tests.app.figures.attacker import Attacker

SHARED = [{"role": "KIM Steering Member"}]
TABLE = {"row_field": "person.nationality", "column_field": "priority"}
LATE, EARLY = ["opened_on", ">=", "2025-07-01"], ["opened_on", "<", "2025-07-01"]
HALVES = {None: (True, False), "late": (True,), "early": (False,)}


@pytest.fixture
def family(statistic, figures_world):
    """Return a table with and without a filter and with the opposite one, and its rows and columns alone."""

    def store(filters, **shape):
        return statistic(document_type="Case", filters_json=json.dumps(filters), shared_with=SHARED, **shape)

    halves = ((None, []), ("late", [LATE]), ("early", [EARLY]))
    tables = [(half, "cell", store(filters, **TABLE)) for half, filters in halves]
    return [
        *tables,
        (None, "row", store([], row_field="person.nationality")),
        (None, "column", store([], row_field="priority")),
    ]


@pytest.fixture
def truth(site, figures_world):
    """Count the cases of each nationality, priority and half of the year, from the rows themselves."""
    found = {}
    for row in site.get_all("Case", fields=["person.nationality as country", "priority", "opened_on"]):
        key = (row.country or "", row.priority, str(row.opened_on) >= "2025-07-01")
        found[key] = found.get(key, 0) + 1
    return found


def keys_of(record):
    """Return the stored values of rows and columns, which the attacker can tell from their labels."""
    answer = engine.compute(record)
    return [key[0] or "" for key in answer["row_keys"]], [key[0] if key else None for key in answer["column_keys"]]


def atoms_of(truth, half, kind, row=None, column=None):
    if kind == "column":
        row, column = None, row
    return [atom for atom in truth if atom[2] in HALVES[half] and row in (None, atom[0]) and column in (None, atom[1])]


def numbers_of(truth, half, kind, record, answer):
    """Yield every number of an answer with the groups that it counts."""
    rows, columns = keys_of(record)
    for i, row in enumerate(rows):
        yield answer["row_totals"][i], atoms_of(truth, half, kind, row)
        for j, column in enumerate(columns):
            yield answer["cells"][i][j], atoms_of(truth, half, kind, row, column)
    for j, column in enumerate(columns):
        yield answer["column_totals"][j], atoms_of(truth, half, kind, None, column)
    yield answer["total"], atoms_of(truth, half, kind)


def test_nothing_hidden_follows_from_a_family_of_statistics(site, acting, family, truth, figures_world):
    attacker, targets = Attacker(), []
    with acting(figures_world.users["steering"]):
        answers = [api.run(record.name) for _half, _kind, record in family]
    for (half, kind, record), answer in zip(family, answers, strict=True):
        for shown, atoms in numbers_of(truth, half, kind, record, answer):
            number = sum(truth[atom] for atom in atoms)
            assert shown in (None, number)
            if shown is not None:
                attacker.learn(atoms, shown, shown)
            elif 0 < number < 3:
                targets.append((half, atoms, number))
    assert len(targets) >= 5
    for half, atoms, number in targets:
        assert any(attacker.can_be(atoms, other, truth) for other in (number + 1, number - 1)), (half, atoms)


def test_every_exit_holds_the_same_numbers_in_an_order_that_tells_nothing(site, acting, family, figures_world):
    for _half, _kind, record in family:
        everything = engine.compute(record, protect=False)
        with acting(figures_world.users["steering"]):
            answer = api.run(record.name)
            files = {}
            for kind in ("csv", "xlsx", "pdf"):
                api.download(record.name, kind)
                files[kind] = site.response.filecontent
        assert answer["row_labels"] in (everything["row_labels"], [])
        expected = table_of(answer)
        assert table_in_csv(files["csv"], len(expected)) == expected
        assert table_in_xlsx(files["xlsx"], len(expected)) == expected
        assert numbers_in_pdf(files["pdf"], "Person" if "." in record.row_field else "Priority") == sorted(
            str(value) for line in expected for value in line[1:]
        )
        values = [value for row in answer["chart"]["datasets"] for value in row["values"]]
        assert not {1, 2} & set(values)
        assert (None in values) == any("cell" in key for key in answer["hidden"]), "what is hidden is no zero"


def table_of(answer):
    """Return the lines of a table as its files hold them, without the heading."""
    wide = len(answer["column_labels"]) > 1
    lines = [*zip(answer["row_labels"], answer["cells"], answer["row_totals"], strict=True)]
    lines.append(("Total", answer["column_totals"], answer["total"]))
    mark = lambda value: "•" if value is None else value  # noqa: E731
    return [[label, *map(mark, cells), *([mark(total)] if wide else [])] for label, cells, total in lines]


def table_in_csv(content, lines):
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1 : lines + 1]
    return [[row[0], *(int(cell) if cell.isdigit() else cell for cell in row[1:])] for row in rows]


def table_in_xlsx(content, lines):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row if cell.value is not None] for row in list(sheet.iter_rows())[1 : lines + 1]]


def numbers_in_pdf(content, head):
    """Return all numbers and marks of the page's table, sorted; its heading, which begins with `head`, has none."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    table = text[text.index(head) :].split("Small numbers")[0].removesuffix("• ")
    return sorted(word for word in table.replace("\n", " ").split() if word.isdigit() or word == "•")
