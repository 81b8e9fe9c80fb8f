"""The numbers of the annual report open their lists, exactly, for those who may read them; its chart tells no more."""

import json
from collections import defaultdict

import pytest

from frappe.desk.query_report import run

from kim_app.figures.annual.catalogue import FIGURES
from tests.app.figures.slow import Slow
from tests.app.figures.slow_annual import RECOUNTS
from tests.app.figures.test_annual_report import CO, ST, YEAR

CM = "KIM Case Manager"
YEARS = {"before": YEAR - 1, "now": YEAR}
OPENED = {
    "Actors by Type": "Actor", "Actors by Engagement": "Actor", "Actors by Language": "Actor",
    "Offers by Life Area": "Offer", "Reported Barriers": "Barrier", "Barriers by Level": "Barrier",
    "Barriers by State": "Barrier", "Letters to the Ministry": "Barrier", "Measures Due in the Year": "Measure",
    "Effect of Measures": "Measure", "Meetings Held": "Meeting", "Institutions Taking Part": "Actor",
    "Decisions of Meetings": "Meeting",
}  # fmt: skip
"""Figures that open a list; all others are about persons."""


@pytest.fixture
def report(site, user_with, acting):
    """Return a function: the answer for a user with the given roles, and what that user may list."""

    def ask(*roles, **filters):
        site.local.lang = "en"
        with acting(user_with(*roles)):
            answer = run("Annual Report", filters={"year": YEAR, **filters})
            visible = {doctype: set(site.get_list(doctype, pluck="name", limit=0)) for doctype in set(OPENED.values())}
        return answer, visible

    return ask


@pytest.fixture
def filled(site):
    """What the demo has none of: letters to the ministry, and decisions that became a measure."""
    groups = site.get_all("Meeting", {"meeting_type": "Steering Group"}, pluck="name")
    measure = site.get_all("Measure", limit=1, pluck="name")[0]
    for name in site.get_all("Meeting Decision", {"parent": ("in", groups)}, pluck="name"):
        site.db.set_value("Meeting Decision", name, "measure", measure)
    for number, name in enumerate(site.get_all("Barrier", pluck="name")):
        site.db.set_value("Barrier", name, "letter_sent_on", f"{YEAR - number % 2}-03-01")


def tables(answer):
    """Return {heading: rows} of an answer."""
    found, rows = {}, []
    for row in answer["result"]:
        if row["indent"] == 1:
            rows = found[row["label"]] = []
        elif row["indent"] == 2:
            rows.append(row)
    return found


def lines_of(answer):
    return [(heading, [row for row in rows if not row.get("bold")]) for heading, rows in tables(answer).items()]


def tells(rows):
    return any(row[field] not in ("•", "") for row in rows for field in YEARS)


def documents_of(site, heading, year):
    """Count a figure once more, and return {label: documents}; those of the total are under "Total"."""
    slow = Slow(year)
    RECOUNTS[heading](slow)
    found = defaultdict(set, {label: set(group) for label, group in slow.found.items()})
    if FIGURES[heading].rows_of:
        parent = lambda name: site.db.get_value(FIGURES[heading].rows_of, name, "parent")  # noqa: E731
        found = defaultdict(set, {label: {parent(name) for name in names} for label, names in found.items()})
    found["Total"] = set().union(*found.values())
    return found


@pytest.mark.parametrize("role", [CO, ST])
def test_a_number_opens_exactly_what_it_counts_if_the_reader_may_read_all_of_it(site, filled, report, role):
    answer, visible = report(role)
    opened = 0
    for heading, rows in tables(answer).items():
        doctype = OPENED.get(heading)
        for field, year in YEARS.items():
            expected = documents_of(site, heading, year) if doctype else {}
            for row in rows:
                names = expected.get(row["label"], set())
                may = bool(names) and names <= visible.get(doctype, set())
                wanted = {"doctype": doctype, "names": sorted(names)} if may else None
                assert row["behind"][field] == wanted, (heading, row["label"], field)
                opened += may
    assert opened > (40 if role == CO else 20)


def test_each_figure_that_is_not_about_persons_opens_a_list(filled, report):
    answer, _visible = report(CO)
    opening = {
        heading
        for heading, rows in tables(answer).items()
        if any(found for row in rows for found in row["behind"].values())
    }
    assert opening == set(OPENED) == {name for name, figure in FIGURES.items() if not figure.about_persons}


@pytest.mark.parametrize("roles", [(CO,), (ST,), (CO, CM)])
def test_no_document_is_named_that_the_reader_may_not_read(site, filled, report, roles):
    answer, visible = report(*roles)
    told = {
        name for row in answer["result"] for found in row.get("behind", {}).values() if found for name in found["names"]
    }
    assert told and told <= set().union(*visible.values())
    text = json.dumps(answer, default=str)
    for doctype in ("Person", "Case", "Referral", "Application", "Contact Note"):
        assert not [name for name in site.get_all(doctype, pluck="name") if f'"{name}"' in text]
    conferences = site.get_all("Meeting", {"meeting_type": "Case Conference"}, pluck="name")
    assert conferences and not told & set(conferences)


def test_the_steering_group_learns_nothing_of_barriers_that_are_not_verified(site, report):
    answer, _visible = report(ST)
    secret = site.get_all("Barrier", {"workflow_state": ("in", ("Reported", "Rejected"))}, pluck="name")
    text = json.dumps(answer, default=str)
    assert secret and not [name for name in secret if name in text]


def test_a_hidden_number_opens_nothing(site, report):
    answer, _visible = report(CO)
    hidden = [row for row in answer["result"] for field in YEARS if row.get(field) == "•" and row["behind"][field]]
    assert hidden == []
    assert "•" in {row.get("now") for row in answer["result"]}


def test_a_statistic_of_the_municipality_opens_its_list_unless_it_is_about_persons(site, make, statistic, report):
    for title, doctype, field in (("Über Fälle", "Case", "priority"), ("Über Maßnahmen", "Measure", "effect")):
        record = statistic(title=title, document_type=doctype, row_field=field, filters_json="[]")
        make("Report Topic", topic=title, figures=[{"statistic": record.name}])
    answer, _visible = report(CO)
    links = {
        heading: {found["doctype"] for row in rows for found in row["behind"].values() if found}
        for heading, rows in tables(answer).items()
    }
    assert links["Über Fälle"] == set() and links["Über Maßnahmen"] == {"Measure"}


@pytest.mark.parametrize("topic", [None, "Personen", "Vermittlungen", "Bruchstellen und Maßnahmen", "Sitzungen"])
@pytest.mark.parametrize("role", [CO, ST])
def test_the_chart_draws_what_the_first_short_table_shows_and_nothing_that_is_hidden(site, report, role, topic):
    answer, _visible = report(role, **({"topic": topic} if topic else {}))
    drawn = answer["chart"]
    heading, rows = next((heading, rows) for heading, rows in lines_of(answer) if 2 <= len(rows) <= 8 and tells(rows))
    rows = [row for row in rows if tells([row])]
    assert drawn["title"].startswith(heading)
    assert drawn["data"]["labels"] == [row["label"] for row in rows]
    shown = [[0 if row[field] in ("•", "") else row[field] for row in rows] for field in YEARS]
    assert [row["values"] for row in drawn["data"]["datasets"]] == shown
    assert [row["name"] for row in drawn["data"]["datasets"]] == [str(YEAR - 1), str(YEAR)]


def test_of_a_topic_with_long_tables_only_the_first_lines_are_drawn(site, make, report):
    make("Report Topic", topic="Lang", figures=[{"figure": "Actors by Type"}])
    answer, _visible = report(CO, topic="Lang")
    ((_heading, rows),) = lines_of(answer)
    assert len(rows) > 12
    assert answer["chart"]["data"]["labels"] == [row["label"] for row in rows[:12]]


def test_a_topic_of_which_nothing_can_be_shown_has_no_chart(site, report):
    site.db.set_single_value("KIM Settings", "small_cell_internal", 10_000)
    answer, _visible = report(CO, topic="Personen")
    assert "•" in {row.get("now") for row in answer["result"]}
    assert not answer["chart"]
