"""Every figure of a statistic is computed a second time here, slowly and from single documents, and agrees."""

import itertools
import json

import pytest

from kim_app.api import statistic as api
from kim_app.figures import engine
from tests.app.figures.recount import ALL, recount

SHAPES = [
    {"document_type": "Case", "row_field": "priority"},
    {"document_type": "Case", "row_field": "priority", "column_field": "person.nationality"},
    {"document_type": "Case", "row_field": "life_areas", "column_field": "opened_on", "column_period": "Quarter"},
    {"document_type": "Case", "row_field": "person.nationality", "column_field": "life_areas"},
    {"document_type": "Case", "row_field": "workflow_state", "column_period": "Month"},
    {"document_type": "Referral", "row_field": "life_area", "column_field": "actor.actor_type"},
    {"document_type": "Referral", "row_field": "case.life_areas", "column_field": "case.priority"},
    {"document_type": "Contact Note", "row_field": "case.priority", "measure": "Sum", "measure_field": "minutes"},
    {
        "document_type": "Contact Note",
        "row_field": "case.life_areas",
        "column_field": "person.nationality",
        "measure": "Average",
        "measure_field": "minutes",
    },
    {
        "document_type": "Case",
        "row_field": "priority",
        "column_field": "life_areas",
        "measure": "Median Days",
        "measure_field": "opened_on",
        "until_field": "creation",
    },
    {"document_type": "Person", "row_field": "nationality", "column_field": "arrival_date", "column_period": "Year"},
    {
        "document_type": "Case",
        "row_field": "priority",
        "filters_json": json.dumps([["Case", "opened_on", "between", ["2025-03-01", "2025-09-30"]]]),
    },
    {
        "document_type": "Case",
        "row_field": "person.nationality",
        "filters_json": json.dumps([["life_areas", "in", ["housing"]], ["priority", "!=", "Low"]]),
    },
]


@pytest.mark.parametrize("doctype", sorted({shape["document_type"] for shape in SHAPES}))
def test_each_figure_agrees_with_a_slow_recount(site, statistic, figures_world, doctype):
    for shape in SHAPES:
        if shape["document_type"] == doctype:
            check_figures(site, statistic(**shape))


def check_figures(site, record):
    answer = engine.compute(record, protect=False)
    expected, _persons = recount(site, record)
    rows, columns = answer["row_keys"], answer["column_keys"]
    nothing = 0 if record.measure in ("Count", "Sum") else None
    assert answer["suppressed"] == 0
    assert answer["total"] == expected[ALL, ALL]
    assert answer["row_labels"]
    assert answer["row_totals"] == [expected.get((row, ALL), nothing) for row in rows]
    assert answer["column_totals"] == [expected.get((ALL, column), nothing) for column in columns]
    assert answer["cells"] == [[expected.get((row, column), nothing) for column in columns] for row in rows]
    assert {key for key, value in expected.items() if value} <= set(itertools.product([*rows, ALL], [*columns, ALL]))


def test_labels_are_words_in_the_order_of_their_list(site, statistic, figures_world):
    site.local.lang = "de"
    filters = '[["life_areas", "is", "set"]]'
    answer = engine.compute(statistic(document_type="Case", row_field="life_areas", filters_json=filters))
    titles = site.get_all("Life Area", order_by="sort_order", pluck="label")
    assert answer["row_labels"] == [title for title in titles if title in answer["row_labels"]]
    assert "Wohnen" in answer["row_labels"]
    answer = engine.compute(statistic(document_type="Case", row_field="priority"), protect=False)
    assert [label.lower() for label in answer["row_labels"]][:3] == ["niedrig", "normal", "hoch"]


def test_the_answer_says_that_a_document_counts_in_several_rows(statistic, figures_world):
    answer = engine.compute(statistic(document_type="Case", row_field="life_areas"), protect=False)
    assert sum(answer["row_totals"]) > answer["total"]
    assert "one document counts in each" in answer["notes"][0]


def test_months_without_documents_are_not_left_out(statistic, figures_world):
    shape = {"document_type": "Case", "row_field": "priority", "column_field": "opened_on", "column_period": "Month"}
    record = statistic(**shape)
    record.filters_json = json.dumps([["opened_on", "in", ["2025-01-15", "2025-04-15"]]])
    answer = engine.compute(record, protect=False)
    assert len(answer["column_labels"]) == 4
    assert answer["column_totals"][1:3] == [0, 0]


@pytest.mark.parametrize(
    "shape",
    [
        {"document_type": "Person", "row_field": "last_name"},
        {"document_type": "Person", "row_field": "city"},
        {"document_type": "Person", "row_field": "birth_date"},
        {"document_type": "Person", "row_field": "household"},
        {"document_type": "Case", "row_field": "person"},
        {"document_type": "Case", "row_field": "concern"},
        {"document_type": "Case", "row_field": "person.phone"},
        {"document_type": "Case", "row_field": "person_name"},
        {"document_type": "Case", "row_field": "owner"},
        {"document_type": "Case", "row_field": "person.nationality.code"},
        {"document_type": "Referral", "row_field": "consent.purpose"},
        {"document_type": "Case", "row_field": "priority", "column_field": "name"},
        {"document_type": "Case", "row_field": "priority", "measure": "Sum", "measure_field": "person_name"},
        {"document_type": "Case", "row_field": "priority", "filters_json": '[["person_name", "=", "Ada"]]'},
        {"document_type": "Case", "row_field": "priority", "filters_json": '[["person", "=", "P-00001"]]'},
    ],
    ids=str,
)
def test_names_contact_and_free_text_are_never_counted(site, statistic, shape):
    assert all("No figures can be made of" in text for text in refused_texts(site, statistic, **shape))


def refused_texts(site, statistic, **shape):
    """Expect that such a statistic is neither stored nor computed, and return what is said both times."""
    before = site.db.count("Statistic")
    record = site.get_doc({"doctype": "Statistic", "title": "Zahl", "measure": "Count", **shape})
    texts = []
    for attempt in (lambda: statistic(**shape), lambda: engine.compute(record)):
        with pytest.raises(site.ValidationError) as caught:
            attempt()
        texts.append(str(caught.value))
    assert site.db.count("Statistic") == before
    return texts


INCOMPLETE = "A filter has a field, a comparison and a value"


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ('[["priority", "like", "%"]]', "“like” is no comparison"),
        ('[["priority", "=", {"a": 1}]]', INCOMPLETE),
        ('[["priority"]]', INCOMPLETE),
        ("[[1, 2, 3]]", INCOMPLETE),
        ('[["opened_on", "between", ["2025-01-01"]]]', "“between” is no comparison"),
        ('[["priority", "=", "x\' or 1=1 --"], ["x"]]', INCOMPLETE),
    ],
)
def test_strange_filters_are_refused(site, statistic, filters, said):
    texts = refused_texts(site, statistic, document_type="Case", row_field="priority", filters_json=filters)
    assert all(said in text for text in texts)


def test_a_filter_value_is_a_value_and_no_query(site, statistic):
    assert site.db.count("Case") > 0
    text = json.dumps([["priority", "=", "x' or '1'='1"]])
    assert engine.compute(statistic(document_type="Case", row_field="priority", filters_json=text))["total"] == 0


def test_small_numbers_are_hidden_from_the_coordinator(site, statistic, acting, figures_world):
    shape = {"document_type": "Case", "row_field": "person.nationality", "column_field": "priority"}
    record = statistic(**shape)
    full = engine.compute(record, protect=False)
    small = [value for line in full["cells"] for value in line if 0 < value < 3]
    assert small
    with acting(figures_world.users["co"]):
        answer = api.run(record.name)
    shown = [value for line in answer["cells"] for value in line if value]
    assert shown == [] or min(shown) >= 3
    drawn = answer.pop("chart")
    assert answer["suppressed"] == str(answer).count("None") >= len(small)
    assert str(drawn).count("None") == sum(line.count(None) for line in answer["cells"]), "a gap for each, no more"


def test_actors_are_no_persons(statistic, acting, figures_world):
    record = statistic(
        document_type="Actor", row_field="actor_type", filters_json='[["actor_type", "in", ["course", "debt"]]]'
    )
    with acting(figures_world.users["co"]):
        assert api.run(record.name)["suppressed"] == 0


FILTERED = json.dumps([["opened_on", ">=", "2025-01-01"], ["person.nationality", "is", "set"]])
DAYS = {"measure": "Median Days", "measure_field": "opened_on", "until_field": "entered:Enquiry"}


@pytest.mark.parametrize("shape", [{}, {"filters_json": FILTERED}, DAYS], ids=["count", "two filters", "median"])
def test_the_number_of_queries_grows_with_nothing(site, statistic, figures_world, monkeypatch, shape):
    record = statistic(document_type="Case", row_field="life_areas", column_field="priority", **shape)
    engine.compute(record)
    counts = []
    original = site.db.sql
    monkeypatch.setattr(site.db, "sql", lambda *args, **kwargs: counts.append(args[0]) or original(*args, **kwargs))
    engine.compute(record)
    first = len(counts)
    site.db.delete("Case", {"name": ("in", site.get_all("Case", limit=15, pluck="name"))})
    counts.clear()
    engine.compute(record)
    assert len(counts) == first <= 10


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_files_hold_the_hidden_numbers_as_little_as_the_form(site, statistic, acting, make, figures_world, kind):
    with acting(figures_world.users["co"]):
        make("Actor", actor_name="=cmd|' /C calc'!A0", actor_type="other")
    with acting(figures_world.users["cm"]):
        case = site.get_all("Case", limit=1)[0].name
        for _ in range(3):
            make("Referral", case=case, actor="=cmd|' /C calc'!A0", life_area="work", reason="information")
    record = statistic(document_type="Referral", row_field="actor", column_field="life_area")
    with acting(figures_world.users["co"]):
        api.download(record.name, kind)
    content, text = site.response.filecontent, text_of(kind, site.response.filecontent)
    assert content and "Zahlen-Kurs" in text
    assert "=cmd" not in text.replace("'=cmd", "")
    assert "•" in text


def text_of(kind, content):
    import io

    import openpyxl
    import pypdf

    if kind == "csv":
        return content.decode("utf-8-sig")
    if kind == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
