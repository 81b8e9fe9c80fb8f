"""The annual report: each figure is right, small ones stay hidden in every exit, and nobody is in it."""

import itertools
from datetime import date

import pytest

from frappe.desk.query_report import run

from kim_app.figures.annual import protection, report
from kim_app.figures.annual.catalogue import FIGURES
from kim_app.figures.annual.facts import Fact, Figure, Year
from kim_app.setup.install import read_topics
from tests.app.figures.slow import Slow
from tests.app.figures.slow_annual import RECOUNTS, recount
from tests.app.reports.test_secrecy import exported

CO, ST = "KIM Coordinator", "KIM Steering Member"
OTHERS = (
    "KIM Case Manager", "KIM Foreigners Office Clerk", "KIM Naturalisation Clerk", "KIM Administrator",
    "KIM Data Protection Officer", "System Manager",
)  # fmt: skip
YEAR = date.today().year


def shown(lines, which):
    return {line.label: getattr(line, which).value for line in lines if getattr(line, which).value}


def test_each_figure_has_a_recount_and_a_place_in_a_topic(site):
    assert set(FIGURES) == set(RECOUNTS)
    assert set(FIGURES) == {row["figure"] for topic in read_topics() for row in topic["figures"]}
    offered = site.get_meta("Report Figure").get_field("figure").options.split("\n")
    assert offered == ["", *FIGURES]


def test_each_figure_agrees_with_a_slow_recount_of_both_years(site):
    for barrier, month in zip(site.get_all("Barrier", pluck="name"), itertools.count(1), strict=False):
        site.db.set_value("Barrier", barrier, "letter_sent_on", f"{YEAR - month % 2}-0{1 + month % 9}-03")
    site.local.lang = "en"
    filled = set()
    for heading, figure in FIGURES.items():
        block = report.table(Figure(**{**figure.__dict__, "top": 0}), Year(YEAR), smallest=0)
        for which, year in (("before", YEAR - 1), ("now", YEAR)):
            expected, total = recount(heading, year, figure.measure)
            assert shown(block.lines, which) == {key: value for key, value in expected.items() if value}, heading
            assert not block.total or (getattr(block.total, which).value or 0) == (total or 0), heading
        filled |= {heading} if block.lines else set()
    assert set(FIGURES) - filled == set(), "the demo has nothing to count there"


def test_what_is_open_today_is_what_the_year_leaves_open(site):
    site.local.lang = "en"
    block = report.table(FIGURES["Cases in the Year"], Year(YEAR), smallest=0)
    numbers = {line.label: line.now.value for line in block.lines}
    ended = {"workflow_state": ("in", ("Closed", "Declined"))}
    assert numbers["Open at the End of the Year"] == site.db.count("Case") - site.db.count("Case", ended)
    before = {line.label: line.before.value for line in block.lines}["Open at the End of the Year"]
    assert before + numbers["New in the Year"] - numbers["Ended in the Year"] == numbers["Open at the End of the Year"]


def test_rare_nationalities_are_summed_up(site):
    site.local.lang = "en"
    figure = FIGURES["Persons by Nationality"]
    block = report.table(Figure(**{**figure.__dict__, "top": 3}), Year(YEAR), smallest=0)
    whole = report.table(Figure(**{**figure.__dict__, "top": 0}), Year(YEAR), smallest=0)
    assert [line.label for line in block.lines][3:4] == ["Others"] and len(block.lines) <= 5
    assert sum(line.now.value for line in block.lines) == block.total.now.value == whole.total.now.value
    assert block.lines[0].now.value == max(line.now.value for line in whole.lines)


def small_world(*numbers):
    """A figure of the year with so many subjects in each category."""
    facts = [Fact(f"row {place}", f"{place}-{each}") for place, number in enumerate(numbers) for each in range(number)]
    return Figure("F", "W", lambda _year: facts, lambda found: [(key, key) for key in sorted(found)])


@pytest.mark.parametrize("numbers", [(2, 9, 20), (1, 1, 20), (1, 2), (2, 4), (1, 7, 8, 9), (2,)])
def test_a_small_number_follows_from_nothing_that_is_shown(numbers):
    block = report.table(small_world(*numbers), Year(YEAR), smallest=3)
    hidden = [line for line in block.lines if line.now.hidden]
    assert all(line.now.value is None or line.now.value >= 3 for line in block.lines)
    if not block.total.now.hidden:
        rest = block.total.now.value - sum(line.now.value or 0 for line in block.lines)
        assert len(hidden) > 1 and rest > len(hidden), "what is left over says what each of them is"


def test_tables_about_the_same_documents_hide_their_total_together():
    several, one = report.table(small_world(1, 1), Year(YEAR), 3), report.table(small_world(2), Year(YEAR), 3)
    assert several.total.now.hidden and one.total.now.hidden
    shown_there = report.table(small_world(1, 3), Year(YEAR), 3)
    assert shown_there.total.now.value == 4
    assert all(line.now.hidden for line in shown_there.lines)


def test_rows_that_overlap_leave_no_lower_bound_for_a_hidden_one():
    assert protection.hidden_rows([8, 2, 5], 10, 3) == {1}  # 8 and 5 overlap: nothing follows
    assert protection.hidden_rows([8, 2, 0], 11, 3) == {0, 1}  # 11 - 8 would say that it is more than 2


def test_the_end_of_a_year_does_not_tell_a_small_number_of_ended_cases():
    groups = lambda *numbers: [[str(each) for each in range(number)] for number in numbers]  # noqa: E731
    assert protection.hidden_in_flow([groups(20, 9, 30), groups(12, 2, 40)], [], 3) == [{2}, {1, 2}]
    assert protection.hidden_in_flow([groups(20, 9, 30), groups(12, 7, 35)], [], 3) == [set(), set()]
    assert protection.hidden_in_flow([groups(20, 9, 30), [["a"] * 12, *groups(7, 35)]], [], 3) == [{2}, {0, 2}]


def test_many_documents_of_few_persons_are_hidden_and_do_not_follow():
    people = [f"p{number}" for number in range(20)]
    assert protection.hidden_groups([["a"] * 9, people, people], ["a"] * 9 + people * 2, 3) in ({0, 1}, {0, 2})
    assert protection.hidden_groups([people[:5], people], people[:5] + people, 3) == set()
    # Rows that overlap: whatever is shown of the others, the total would say that the first one has many.
    assert protection.hidden_groups([["a"] * 9, people, people[:3]], ["a"] * 9 + people, 3) == {0, 1, 2}


def test_the_public_is_shown_less(site):
    site.db.set_single_value("KIM Settings", {"small_cell_internal": 3, "small_cell_public": 5})
    for audience, smallest in ((report.INSIDE, 3), (report.PUBLIC, 5)):
        numbers = [
            number.value
            for page in report.pages(YEAR, audience)
            for block, figure in ((block, figure_of(page, block)) for block in page.blocks)
            if figure.about_persons and figure.measure == "Count"
            for line in [*block.lines, *([block.total] if block.total else [])]
            for number in (line.before, line.now)
        ]
        assert numbers and not [value for value in numbers if value and value < smallest]


def figure_of(page, block):
    from frappe import _

    return next(figure for figure in FIGURES.values() if _(figure.heading) == block.heading)


@pytest.mark.parametrize("role", [CO, ST])
def test_coordination_and_steering_group_read_the_report(site, user_with, acting, role):
    with acting(user_with(role)):
        site.local.lang = "de"
        answer = run("Annual Report", filters={"year": YEAR})
    rows = [row for row in answer["result"] if isinstance(row, dict)]
    assert [row["label"] for row in rows if not row["indent"]] == [topic["topic"] for topic in read_topics()]
    assert "Fälle im Jahr" in {row["label"] for row in rows}
    about_persons = itertools.takewhile(lambda row: row["label"] != "Netzwerk", rows)
    assert not [row for row in about_persons if row.get("now") in (1, 2) and row["indent"] == 2 and is_count(row)]


def is_count(row):
    return row["label"] not in ("Alle",)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_gets_the_report(site, user_with, acting, role):
    with acting(user_with(role)), pytest.raises(site.PermissionError):
        run("Annual Report", filters={"year": YEAR})


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_opens_or_prints_a_stored_report(site, make, user_with, acting, role):
    name = make("Annual Report", year=YEAR).name
    with acting(user_with(role)):
        assert not site.has_permission("Annual Report", "read", name)
        assert not site.has_permission("Annual Report", "print", name)


@pytest.mark.parametrize("kind", ["CSV", "Excel"])
def test_a_file_of_the_report_hides_what_the_screen_hides(site, user_with, acting, kind):
    with acting(user_with(ST)):
        rows = [row for row in run("Annual Report", filters={"year": YEAR})["result"] if isinstance(row, dict)]
        table = exported(site, "Annual Report", kind, {"year": YEAR})
    wanted = [(row["label"], str(row.get("before", "")), str(row.get("now", ""))) for row in rows]
    assert "•" in {now for _label, _before, now in wanted}
    assert [tuple(line[:3]) for line in table if len(line) >= 3][-len(wanted) :] == wanted


@pytest.fixture
def printed(site, make):
    """Return the page of a report as it is printed, in German."""
    site.local.lang = "de"
    text = {"topic": "Fälle", "remark": "Die Zugänge über Schulen nehmen zu."}
    doc = make("Annual Report", year=YEAR, introduction="Das Jahr in Zahlen.", remarks=[text])
    return site.get_print("Annual Report", doc.name, "Annual Report", doc=doc)


def test_the_print_has_a_page_for_each_topic_and_the_words_of_the_year(printed):
    assert printed.count('class="topic"') == len(read_topics())
    assert f"Jahresbericht {YEAR}" in printed
    assert "Das Jahr in Zahlen." in printed and "Die Zugänge über Schulen nehmen zu." in printed
    assert f"<th>{YEAR - 1}</th><th>{YEAR}</th>" in printed


def test_the_print_names_nobody(site, printed):
    for person in site.get_all("Person", fields=["name", "full_name"]):
        assert person.full_name not in printed and person.name not in printed
    for doctype in ("Case", "Application", "Referral"):
        assert not [name for name in site.get_all(doctype, pluck="name") if name in printed]
    colleagues = site.get_all("User", {"name": ("like", "%@kim.example")}, ["name", "full_name"])
    assert not [user for user in colleagues if user.full_name in printed or user.name in printed]


def test_words_of_a_report_name_nobody(make, expect_refusal):
    with expect_refusal("Nobody may be recognised here", "Annual Report"):
        make("Annual Report", year=YEAR, introduction="Frau Musterfrau hat es geschafft.")
    with expect_refusal("Nobody may be recognised here", "Annual Report"):
        make("Annual Report", year=YEAR, remarks=[{"topic": "Fälle", "remark": "Siehe F-2026-00012."}])


def test_a_year_to_come_is_refused(make, expect_refusal):
    with expect_refusal("Please enter a year", "Annual Report"):
        make("Annual Report", year=YEAR + 1)


def test_a_statistic_of_the_municipality_stands_in_the_report(site, make, statistic, figures_world):
    record = statistic(title="Eigene Zahl", document_type="Case", row_field="priority", filters_json="[]")
    make("Report Topic", topic="Eigenes", figures=[{"statistic": record.name}], sort_order=1)
    site.local.lang = "en"
    page = report.pages(2025, topic="Eigenes")[0]
    expected = {
        priority: sum(str(day)[:4] == "2025" for day in site.get_all("Case", {"priority": priority}, pluck="opened_on"))
        for priority in ("Low", "Normal", "High", "Acute")
    }
    (block,) = page.blocks
    assert block.heading == "Eigene Zahl"
    assert {line.label: line.now.value or 0 for line in block.lines if not line.now.hidden}.items() <= expected.items()
    assert block.total.now.value == sum(expected.values())


def test_a_statistic_that_cannot_stand_in_the_report_is_refused(make, statistic, expect_refusal):
    record = statistic(document_type="Case", row_field="opened_on")
    with expect_refusal("cannot stand in the annual report", "Report Topic"):
        make("Report Topic", topic="Falsches", figures=[{"statistic": record.name}])


def test_a_topic_that_is_not_active_is_left_out(site):
    site.get_doc("Report Topic", "Sitzungen").update({"active": 0}).save()
    assert "Sitzungen" not in [page.topic for page in report.pages(YEAR)]


def test_topics_of_the_municipality_survive_the_next_release(site):
    from kim_app.setup import install

    site.get_doc("Report Topic", "Netzwerk").delete()
    site.get_doc("Report Topic", "Sitzungen").update({"introduction": "Unser Text"}).save()
    install.seed()
    assert not site.db.exists("Report Topic", "Netzwerk")
    assert site.db.get_value("Report Topic", "Sitzungen", "introduction") == "Unser Text"


def person_of(site, heading, name):
    """Return whom a counted document is about, looked up by itself."""
    kind = FIGURES[heading].rows_of or FIGURES[heading].listed or "Person"
    doc = site.get_doc(kind, name)
    if kind == "Case Goal":
        doc = site.get_doc("Case", doc.parent)
    return doc.name if doc.doctype == "Person" else doc.person


def of_one_person(site):
    """Let many documents be those of one person, all of some row."""
    notes = site.get_all("Contact Note", {"channel": ("is", "set")}, ["name", "channel"])
    channel = notes[0].channel
    rows = {
        "Contact Note": [note.name for note in notes if note.channel == channel],
        "Referral": site.get_all("Referral", {"life_area": "recognition"}, pluck="name"),
        "Case": site.get_all("Case Goal", {"result": "Not Reached"}, pluck="parent"),
        "Application": site.get_all("Application", {"application_type": "nat_10"}, pluck="name"),
    }
    person = site.get_all("Case", limit=1, pluck="person")[0]
    for doctype, names in rows.items():
        for name in names:
            site.db.set_value(doctype, name, "person", person, update_modified=False)


@pytest.mark.parametrize("smallest", [3, 5])
def test_no_number_stands_for_few_persons_however_many_documents_they_have(site, smallest):
    of_one_person(site)
    site.local.lang = "en"
    many, seen = set(), 0
    for heading, figure in FIGURES.items():
        if not figure.about_persons:
            continue
        block = report.table(Figure(**{**figure.__dict__, "top": 0}), Year(YEAR), smallest)
        for which, year in (("before", YEAR - 1), ("now", YEAR)):
            slow = Slow(year)
            RECOUNTS[heading](slow)
            for line in block.lines:
                names = slow.found.get(line.label, {})
                persons = {person_of(site, heading, name) for name in names}
                number = getattr(line, which)
                few = 0 < len(persons) < smallest
                many |= {heading} if few and len(names) >= smallest else set()
                seen += not number.hidden
                assert number.hidden or not few or number.value is None, (heading, line.label, year)
    assert seen > 100
    assert many >= {"Contacts by Channel", "Minutes by Channel", "Referrals by Life Area", "Applications Received"}
