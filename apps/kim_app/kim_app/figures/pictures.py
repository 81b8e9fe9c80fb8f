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
from kim_app.figures.annual.applications import AGES, age_of
from kim_app.figures.annual.facts import in_given_order, of_list
from kim_app.figures.annual.protection import hidden_rows, is_small
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


def _counted(what: str, categories: Iterable[Any], ordered: Callable, protect: bool = True) -> dict[str, Any]:
    """Count categories in their order; their sum may be known from elsewhere."""
    counted = Counter(category or None for category in categories)
    order = ordered(set(counted) - {None}) + ([(None, _("Not Specified"))] if None in counted else [])
    numbers = [counted[key] for key, _label in order]
    hidden = hidden_rows(numbers, sum(numbers), _smallest() if protect else 0)
    return _bars(
        what, [(label, None if place in hidden else numbers[place]) for place, (_key, label) in enumerate(order)]
    )


def _cases_by_phase() -> dict[str, Any]:
    states = frappe.get_all("Case", {"workflow_state": ("not in", ENDED)}, pluck="workflow_state")
    return _counted(_("Open Cases"), states, of_list("Workflow State"))


def _days_per_phase() -> dict[str, Any]:
    """Take the median stay in each phase that cases left within a year."""
    stays: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    filters = {"parenttype": "Case", "state": ("not in", ENDED), "left_on": (">=", add_days(nowdate(), -DAYS_BACK))}
    for row in frappe.get_all("State Period", filters, ["parent", "state", "days"]):
        stays[row.state][row.parent] += row.days or 0
    order = of_list("Workflow State")(set(stays))
    return _bars(
        _("Days (Median of the Last 12 Months)"),
        [(label, _median(list(stays[state].values()))) for state, label in order],
    )


def _median(days: list[float]) -> int | None:
    return None if is_small(len(days), _smallest()) else round(median(days))


def _applications_by_waiting_time() -> dict[str, Any]:
    days = frappe.get_all("Application", {"workflow_state": ("not in", FINAL)}, pluck="received_on")
    ages = [age_of(date_diff(nowdate(), day)) for day in days if day]
    return _counted(_("Open Applications"), ages, in_given_order(*AGES))


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
    """Show the barriers that the user may see and that most cases met."""
    rows = frappe.get_list(
        "Barrier",
        filters={"workflow_state": ("not in", ("Rejected", "Resolved")), "occurrence_count": (">", 0)},
        fields=["title", "workflow_state", "occurrence_count"],
        order_by="occurrence_count desc, name",
        limit_page_length=MOST_BARRIERS,
    )
    shown = lambda number: None if is_small(number, _smallest()) else number  # noqa: E731
    return _bars(_("Cases"), [(f"{row.title} ({_(row.workflow_state)})", shown(row.occurrence_count)) for row in rows])


def _barriers_by_state() -> dict[str, Any]:
    states = frappe.get_list("Barrier", pluck="workflow_state", limit_page_length=0)
    return _counted(_("Barriers"), states, of_list("Workflow State"), protect=False)


def _measures_by_effect() -> dict[str, Any]:
    effects = frappe.get_list("Measure", {"effect": ("is", "set")}, pluck="effect", limit_page_length=0)
    return _counted(_("Measures"), effects, in_given_order("Yes", "Partly", "No"), protect=False)


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
