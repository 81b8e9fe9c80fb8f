"""The pictures on the workspaces of coordination and steering group: small numbers hidden, and nobody's name in them.

Each answers as the framework's charts do, with labels and rows of figures; a hidden number is None. `kim_picture` says
how it is drawn (public/js/pictures.js).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from statistics import median
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, date_diff, nowdate

from kim_app.applications.states import FINAL
from kim_app.cases.review import ENDED
from kim_app.figures import engine
from kim_app.figures.annual.applications import AGES, age_of
from kim_app.figures.annual.facts import in_given_order, of_list
from kim_app.figures.export import HIDDEN
from kim_app.figures.suppression import counted_rows, hidden_rows
from kim_app.reports import largest_first
from kim_app.roles import COORDINATOR, STEERING_MEMBER
from kim_app.settings import setting

READERS = (COORDINATOR, STEERING_MEMBER)
DAYS_BACK = 365
MOST_BARRIERS, MOST_LANGUAGES = 10, 12
BARS, MAP = "bars", "map"


def picture(name: str) -> dict[str, Any]:
    """Return the picture with the name of its chart.

    Raises `frappe.PermissionError` for others than coordinators and the steering group, and `frappe.DoesNotExistError`
    for an unknown one.
    """
    frappe.only_for(READERS)
    if name not in PICTURES:
        raise frappe.DoesNotExistError(_("There is no such picture: {0}").format(name))
    return PICTURES[name]()


def _smallest() -> int:
    return setting("small_cell_internal") or 0


def _bars(what: str, rows: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    rows = list(rows)
    values = [value for _label, value in rows]
    return {
        "labels": [label for label, _v in rows],
        "datasets": [{"name": what, "values": values}],
        "kim_picture": BARS,
    }


def _counted(
    what: str,
    documents: Iterable[tuple[Any, str]],
    ordered: Callable,
    smallest: int,
    elsewhere: set | None = frozenset(),
) -> dict[str, Any]:
    """Count documents, each told by its category and its person; their sum may be known from elsewhere.

    `elsewhere` holds what a Statistic of the same documents hides, as `engine.hidden_groups` returns it.
    """
    groups = defaultdict(list)
    for category, person in documents:
        groups[category or None].append(person)
    order = ordered(set(groups) - {None}) + ([(None, _("Not Specified"))] if None in groups else [])
    rows = [groups[key] for key, _label in order]
    hidden = hidden_rows(counted_rows(rows, [person for row in rows for person in row]), smallest, fixed_total=True)
    hidden |= {place for place, (key, _l) in enumerate(order) if elsewhere is None or ((key,), ()) in elsewhere}
    numbers = [None if place in hidden else len(row) for place, row in enumerate(rows)]
    return _bars(what, [(label, number) for (_key, label), number in zip(order, numbers, strict=True)])


def _cases_by_phase() -> dict[str, Any]:
    wanted = [["workflow_state", "not in", list(ENDED)]]
    cases = frappe.get_all("Case", wanted, ["workflow_state", "person"], as_list=True)
    elsewhere = engine.hidden_groups(document_type="Case", row_field="workflow_state", filters=wanted)
    return _counted(_("Open Cases"), cases, of_list("Workflow State"), _smallest(), elsewhere)


def _days_per_phase() -> dict[str, Any]:
    """Take the median stay in each phase that cases left within a year."""
    stays: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    filters = {"parenttype": "Case", "state": ("not in", ENDED), "left_on": (">=", add_days(nowdate(), -DAYS_BACK))}
    for row in frappe.get_all("State Period", filters, ["parent", "state", "days"]):
        stays[row.state][row.parent] += row.days or 0
    persons = dict(frappe.get_all("Case", fields=["name", "person"], as_list=True))
    order = of_list("Workflow State")(set(stays))
    return _bars(
        _("Days (Median of the Last 12 Months)"),
        [(label, _median(stays[state], persons)) for state, label in order],
    )


def _median(days: dict[str, float], persons: dict[str, str]) -> int | None:
    """Return the median of the days of cases, unless too few persons have them."""
    few = len({persons.get(case) for case in days}) < _smallest()
    return None if few else round(median(days.values()))


def _applications_by_waiting_time() -> dict[str, Any]:
    filters = {"workflow_state": ("not in", FINAL), "received_on": ("is", "set")}
    rows = frappe.get_all("Application", filters, ["received_on", "person"])
    ages = [(age_of(date_diff(nowdate(), row.received_on)), row.person) for row in rows]
    return _counted(_("Open Applications"), ages, in_given_order(*AGES), _smallest())


def _network_coverage() -> dict[str, Any]:
    """Count active actors by life area and language; languages that most speak stand first."""
    actors = frappe.get_all("Actor", {"active": 1}, pluck="name")
    areas, languages = _choices("Life Area Choice", "life_area"), _choices("Language Choice", "language")
    cells = Counter((a, lang) for actor in actors for a in areas[actor] for lang in languages[actor])
    spoken = Counter(lang for actor in actors for lang in languages[actor])
    first = [language for language, _n in spoken.most_common(MOST_LANGUAGES)]
    titles = dict(of_list("Spoken Language")(set(first)))
    rows = of_list("Life Area")(set(frappe.get_all("Life Area", {"active": 1}, pluck="name")))
    columns = [{"name": titles[lang], "values": [cells[area, lang] for area, _label in rows]} for lang in first]
    return {"labels": [label for _area, label in rows], "datasets": columns, "kim_picture": MAP}


def _choices(child: str, fieldname: str) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in frappe.get_all(child, {"parenttype": "Actor"}, ["parent", fieldname]):
        found[row.parent].add(row[fieldname])
    return found


def _barriers_by_occurrence() -> dict[str, Any]:
    """Show the barriers that the user may see and that most cases met; those with a hidden number stand last."""
    rows = frappe.get_list(
        "Barrier",
        filters={"workflow_state": ("not in", ("Rejected", "Resolved")), "occurrence_count": (">", 0)},
        fields=["name", "title", "workflow_state", "occurrence_count"],
        limit_page_length=0,
    )
    persons = _persons_of_barriers()
    for row in rows:
        row.shown = HIDDEN if len(persons[row.name]) < _smallest() else row.occurrence_count
    first = sorted(rows, key=lambda row: largest_first(row.shown, row.name))[:MOST_BARRIERS]
    number = lambda row: None if row.shown == HIDDEN else row.shown  # noqa: E731
    return _bars(_("Cases"), [(f"{row.title} ({_(row.workflow_state)})", number(row)) for row in first])


def _persons_of_barriers() -> dict[str, set[str]]:
    """Return the persons of the cases that met each barrier."""
    found, cases = defaultdict(set), {"parenttype": "Barrier", "case": ("is", "set")}
    for row in frappe.get_all("Barrier Occurrence", cases, ["parent", "case.person as person"]):
        found[row.parent].add(row.person)
    return found


def _barriers_by_state() -> dict[str, Any]:
    rows = frappe.get_list("Barrier", fields=["workflow_state", "name"], limit_page_length=0, as_list=True)
    return _counted(_("Barriers"), rows, of_list("Workflow State"), 0)


def _measures_by_effect() -> dict[str, Any]:
    filters = {"effect": ("is", "set")}
    rows = frappe.get_list("Measure", filters, ["effect", "name"], limit_page_length=0, as_list=True)
    return _counted(_("Measures"), rows, in_given_order("Yes", "Partly", "No"), 0)


PICTURES: dict[str, Callable[[], dict[str, Any]]] = {
    "Cases by Phase": _cases_by_phase,
    "Days per Phase": _days_per_phase,
    "Applications by Waiting Time": _applications_by_waiting_time,
    "Life Areas and Languages of the Network": _network_coverage,
    "Barriers by Occurrence": _barriers_by_occurrence,
    "Barriers by State": _barriers_by_state,
    "Measures by Effect": _measures_by_effect,
}
"""By the name of the chart."""
