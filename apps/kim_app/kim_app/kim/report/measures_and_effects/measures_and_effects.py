"""Report: what is done about barriers, by whom and until when, whether it helped, and the cases before and after."""

from typing import Any

import frappe
from frappe import _

from kim_app.charts import bars
from kim_app.cooperation.before_after import months_compared
from kim_app.cooperation.measures import DONE
from kim_app.cooperation.measures_overview import EFFECTS, effect_of, rows, told_of_cases
from kim_app.reports import column, finished, note, summary
from kim_app.roles import CASE_MANAGER, COORDINATOR, FOREIGNERS_OFFICE_CLERK, NATURALISATION_CLERK, STEERING_MEMBER

READERS = (CASE_MANAGER, COORDINATOR, FOREIGNERS_OFFICE_CLERK, NATURALISATION_CLERK, STEERING_MEMBER)


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, a message, a chart and a summary of the measures that the user may see.

    Raises `frappe.PermissionError` for roles that read no measures.
    """
    frappe.only_for(READERS)
    found = rows(filters or {})
    columns, shown = finished(_columns(), found)
    return columns, shown, _message(shown), _chart(found), _summary(found)


def _columns() -> list[dict[str, Any]]:
    cases = [
        column("before", _("Cases Before"), "Int", 120, counts="Case"),
        column("after", _("Cases After"), "Int", 120, counts="Case"),
    ]
    return [
        column("due_on", _("Due On"), "Date", 110),
        column("title", _("Measure"), width=230),
        column("barrier_title", _("Barrier"), width=220),
        column("progress", _("Progress"), "Percent", 110),
        column("effect_in_words", _("Effect"), width=130),
        *(cases if told_of_cases() else ()),
        column("checked_on", _("Checked On"), "Date", 115),
        column("responsible", _("Responsible"), width=220),
        column("overdue", _("Overdue"), hidden=1),
    ]


def _message(found: list[dict]) -> str | None:
    meaning = _(
        "Before and after: cases that met the barrier for the first time in the {0} months up to the one in which the"
        " measure was due, and in the {0} months that follow."
    ).format(months_compared())
    return note(found, meaning) if told_of_cases() else None


def _chart(found: list[Any]) -> dict[str, Any] | None:
    counted = [sum(effect_of(row) == effect for row in found) for effect in EFFECTS]
    return bars([_(effect) for effect in EFFECTS], _("Measures"), counted) if found else None


def _summary(found: list[Any]) -> list[dict[str, Any]]:
    overdue = [row.name for row in found if row.overdue]
    numbers = (
        (_("Measures"), [row.name for row in found], "Blue"),
        (_("Done"), [row.name for row in found if (row.progress or 0) >= DONE], "Green"),
        (_("Overdue"), overdue, "Red" if overdue else "Green"),
        (_("Helped"), [row.name for row in found if row.effect == "Yes"], "Green"),
    )
    return [summary(label, "Measure", names, color) for label, names, color in numbers]
