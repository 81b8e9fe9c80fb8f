"""An attacker reads the reports, their downloads, the pictures and the statistics on the same data, and learns nothing.

What is hidden may stand for many documents, if they are those of few persons.
"""

import json
from collections import Counter

import pytest

from frappe.desk.query_report import run

from kim_app import charts
from kim_app.api import statistic as api
from kim_app.figures.catalogue import ABOUT_PERSONS
from tests.app.figures.attacker import Attacker
from tests.app.reports.conftest import REPORTS, give_to_one, readers
from tests.app.reports.test_figures import HIDDEN, USERS_WITH_FIGURES
from tests.app.reports.test_secrecy import FIGURES, exported

READERS = sorted(USERS_WITH_FIGURES)
SMALLEST = 3


class Spy:
    """Collects what is told of groups of documents, each known by its kind, and what was not told."""

    def __init__(self, kinds, persons):
        self.kinds, self.persons = Counter(kinds.values()), persons
        self.by_name, self.attacker, self.secrets = kinds, Attacker(), []

    def hears(self, shown, about, wanted):
        """Take a number that stands for all documents whose kind is `wanted`."""
        atoms = [kind for kind in self.kinds if wanted(kind)]
        number = sum(self.kinds[kind] for kind in atoms)
        few = len({self.persons[name] for name, kind in self.by_name.items() if wanted(kind)}) < SMALLEST
        if shown in (HIDDEN, None):
            self.secrets += [(about, atoms, number)] if number and few else []
            return
        assert int(shown) == number, (about, shown, number)
        assert not number or not few, (about, "is told of few persons")
        self.attacker.learn(atoms, number, number)

    def fails(self):
        """Try every secret: another number must be possible."""
        for about, atoms, number in self.secrets:
            others = (number + 1, number - 1, number + 2)
            assert any(self.attacker.can_be(atoms, other, self.kinds) for other in others if other >= 0), about
        return len(self.secrets)


def test_every_report_with_figures_of_persons_is_attacked(demo, acting):
    """Columns say what they count: who reads figures only is told small numbers of nothing else than barriers."""
    found = set()
    for report in REPORTS:
        for user in USERS_WITH_FIGURES & {*readers(report)}:
            with acting(user):
                answer = run(report, filters={})
                counts = {column.get("counts") for column in answer["columns"]} & {*ABOUT_PERSONS}
                if any(not demo.has_permission(doctype, "read") for doctype in counts):
                    found.add((report, user))
    assert {report for report, _user in found} == {*(report for report, _user in FIGURES), *OF_BARRIERS}


OF_BARRIERS = {"Barriers", "Measures and Effects"}
"""Tell in how many cases a barrier was met; by months: tests/app/reports/test_before_after.py."""


def told(site, report, filters):
    """Return all rows that somebody is told: on the screen and in both downloads, which must agree."""
    answer = run(report, filters=dict(filters))
    rows = [row for row in answer["result"] if isinstance(row, dict)]
    for kind in ("CSV", "Excel"):
        lines = exported(site, report, kind, filters) if rows else []
        for row, line in zip(rows, lines[1:], strict=False):
            shown = [column for column in answer["columns"] if not column.get("hidden")]
            for column, cell in zip(shown, line, strict=True):
                if column.get("counts"):
                    assert cell == str(row[column["fieldname"]]), (report, filters, row, line)
    drawn = answer["chart"]["data"]["datasets"][0]["values"] if answer["chart"] else []
    assert not {1, 2} & {value for value in drawn if isinstance(value, int)}
    return answer, rows


def referrals(site):
    """Return the kinds of all referrals: area, outcome, whether sent, and whether in this year; and their persons."""
    fields = ["name", "person", "life_area", "outcome", "sent_on"]
    rows, labels = (
        site.get_all("Referral", fields=fields),
        dict(site.get_all("Life Area", ["name", "label"], as_list=1)),
    )
    year = str(site.utils.getdate().year)
    kinds = {
        row.name: (labels[row.life_area], row.outcome or "", bool(row.sent_on), str(row.sent_on)[:4] == year)
        for row in rows
    }
    return kinds, {row.name: row.person for row in rows}


def hears_of_referrals(spy, site, filters):
    _answer, rows = told(site, "Referral Outcomes", filters)
    area = site.db.get_value("Life Area", filters.get("life_area"), "label") if filters.get("life_area") else None
    for row in rows:
        group = area if row["group"] == "Total" else row["group"]

        def wanted(kind, outcome=None, group=group):
            in_time = kind[3] if filters.get("year") else True
            return kind[2] and in_time and group in (None, kind[0]) and outcome in (None, kind[1])

        spy.hears(row["sent"], (filters, row["group"]), wanted)
        for field in (field for field in row if field.startswith("outcome_") or field == "no_outcome"):
            outcome = field.removeprefix("outcome_") if field != "no_outcome" else ""
            spy.hears(row[field], (filters, row["group"], field), lambda kind, o=outcome, w=wanted: w(kind, o))


@pytest.mark.parametrize("user", READERS)
def test_no_referrals_of_few_follow_from_reports_and_a_statistic_on_them(demo, acting, make, user):
    year = demo.utils.getdate().year
    areas = ("work", "recognition", "housing", "school")
    demo.db.delete("Referral", {"life_area": ("not in", areas)})
    kinds, persons = referrals(demo)
    spy = Spy(kinds, persons)
    sent = json.dumps([["sent_on", "is", "set"]])
    shape = {"title": "Zwilling", "document_type": "Referral", "row_field": "life_area", "measure": "Count"}
    shared = {"shared_with": [{"role": "KIM Steering Member"}], "filters_json": sent}
    with acting("koordination@kim.example"):
        twins = [make("Statistic", **shape, **shared, column_field=field).name for field in ("outcome", None)]
    with acting(user):
        for filters in ({}, {"year": year}, *({"life_area": area} for area in areas)):
            hears_of_referrals(spy, demo, filters)
        for name in twins:
            answer = api.run(name)
            for place, group in enumerate(answer["row_labels"]):
                spy.hears(answer["row_totals"][place], ("twin", group), lambda kind, g=group: kind[2] and kind[0] == g)
            spy.hears(answer["total"], "total of the twin", lambda kind: kind[2])
    assert spy.fails() > 5


@pytest.mark.parametrize("user", READERS)
def test_no_cases_of_few_follow_from_the_case_flow_the_picture_and_a_statistic(demo, acting, make, user):
    several = demo.get_all("Case", {"workflow_state": "Planning"}, order_by="name", pluck="name")
    give_to_one(demo, "Case", several)
    rows = demo.get_all("Case", fields=["name", "person", "workflow_state", "team"])
    spy = Spy({row.name: (row.workflow_state, bool(row.team)) for row in rows}, {r.name: r.person for r in rows})
    ended = ("Closed", "Declined")
    shape = {"document_type": "Case", "row_field": "workflow_state", "measure": "Count", "title": "Offene"}
    open_ones = json.dumps([["workflow_state", "not in", [*ended]]])
    with acting("koordination@kim.example"):
        shared = [{"role": "KIM Steering Member"}]
        twin = make("Statistic", **shape, filters_json=open_ones, shared_with=shared).name
    with acting(user):
        picture, answer = charts.get("Cases by Phase"), api.run(twin)
        flows = {False: told(demo, "Case Flow", {})[1]}
        flows[True] = told(demo, "Case Flow", {"team": "case_management"})[1]
    german = dict(zip(answer["row_labels"], answer["row_totals"], strict=True))
    for told_of in (dict(zip(picture["labels"], picture["datasets"][0]["values"], strict=True)), german):
        for phase, number in told_of.items():
            spy.hears(number, phase, lambda kind, p=phase: kind[0] == p)
    spy.hears(answer["total"], "all", lambda kind: kind[0] not in ended)
    for of_team, rows in flows.items():
        for row in rows:
            phase = row["state"]
            spy.hears(
                row["waiting"], (of_team, phase),
                lambda kind, p=phase, t=of_team: kind[0] not in ended and p in ("", kind[0]) and t in (False, kind[1]),
            )  # fmt: skip
    shown = {row["state"]: row["waiting"] for row in flows[False]}
    assert len(several) >= SMALLEST and shown["Planning"] == HIDDEN, "all of them are of one person"
    assert spy.fails() > 2


def is_before(some_day, other):
    return bool(some_day and some_day < other)


def test_no_cases_of_few_follow_from_the_caseload(demo, acting):
    several = demo.get_all("Case", {"case_manager": "casemanagement2@kim.example", "priority": "Acute"}, pluck="name")
    for name in demo.get_all("Case", {"case_manager": "casemanagement2@kim.example"}, order_by="name", pluck="name")[
        :9
    ]:
        demo.db.set_value("Case", name, {"priority": "Acute", "workflow_state": "Linking"})
        several.append(name)
    give_to_one(demo, "Case", several)
    fields = ["name", "person", "case_manager.full_name as manager", "priority", "next_review_on", "team"]
    rows = demo.get_all("Case", {"workflow_state": ("not in", ("Closed", "Declined"))}, fields)
    today = demo.utils.getdate()
    kinds = {
        row.name: (row.manager, row.priority == "Acute", is_before(row.next_review_on, today), bool(row.team))
        for row in rows
    }
    spy = Spy(kinds, {row.name: row.person for row in rows})
    tests = {"open_cases": lambda _kind: True, "acute": lambda kind: kind[1], "overdue": lambda kind: kind[2]}
    with acting("koordination@kim.example"):
        for filters in ({}, {"team": "case_management"}):
            for row in told(demo, "Caseload", filters)[1]:
                for field, test in tests.items():
                    name = row["colleague"]
                    spy.hears(
                        row[field], (filters, name, field),
                        lambda kind, n=name, t=test, f=filters: t(kind)
                        and n in ("Total", kind[0])
                        and (not f or kind[3]),
                    )  # fmt: skip
                if not filters and row["colleague"] == demo.utils.get_fullname("casemanagement2@kim.example"):
                    assert row["acute"] == HIDDEN, "nine acute cases of one person"
    assert spy.fails() > 1


@pytest.mark.parametrize("user", READERS)
def test_pictures_hide_many_documents_of_one_person(demo, acting, user):
    occurrences = Counter(demo.get_all("Barrier Occurrence", {"case": ("is", "set")}, pluck="parent"))
    steering = {"workflow_state": ("not in", ("Reported", "Rejected", "Resolved")), "occurrence_count": (">", 4)}
    barrier = demo.get_all("Barrier", steering, ["name", "title"], order_by="name", limit=1)[0]
    cases = demo.get_all("Barrier Occurrence", {"parent": barrier.name}, pluck="case")
    give_to_one(demo, "Case", cases)
    waiting = demo.get_all("Application", {"workflow_state": ("not in", FINAL)}, ["name", "received_on"])
    today = demo.utils.getdate()
    late = [row.name for row in waiting if (today - row.received_on).days > 182]
    give_to_one(demo, "Application", late)
    with acting(user):
        pictures = {name: charts.get(name) for name in ("Barriers by Occurrence", "Applications by Waiting Time")}
    numbers = {
        name: dict(zip(each["labels"], each["datasets"][0]["values"], strict=True)) for name, each in pictures.items()
    }
    label = next(label for label in numbers["Barriers by Occurrence"] if label.startswith(barrier.title))
    assert occurrences[barrier.name] >= SMALLEST and numbers["Barriers by Occurrence"][label] is None
    shown = [*numbers["Barriers by Occurrence"].values()]
    assert shown[len(shown) - shown.count(None) :] == [None] * shown.count(None), "their place tells nothing"
    old = numbers["Applications by Waiting Time"]["6 to 12 Months"]
    assert len(late) >= SMALLEST and old is None


FINAL = ("Granted", "Refused", "Withdrawn", "Discontinued", "Certificate Handed Over")
