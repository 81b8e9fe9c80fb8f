"""Figures about barriers, measures and meetings for the annual report."""

from collections.abc import Iterator

import frappe

from kim_app.cooperation.meetings import HELD
from kim_app.figures.annual.facts import Fact, Figure, Year, by_field, in_given_order, of_list
from kim_app.setup.workflows.marks import _lt

BARRIERS, MEASURES, MEETINGS = _lt("Barriers"), _lt("Measures"), _lt("Meetings")
PROGRESS = (_lt("Not Begun"), _lt("Under Way"), _lt("Done"))
DONE = 100
MADE = (_lt("Became a Measure"), _lt("Other Decision"))


def _occurrences(year: Year) -> Iterator[Fact]:
    """Count the cases in which a barrier was noted in the year, by the category of the barrier."""
    categories = dict(frappe.get_all("Barrier", fields=["name", "category"], as_list=True))
    filters = {
        "parenttype": "Barrier",
        "case": ("is", "set"),
        "noticed_on": ("between", [year.first, year.last]),
    }
    for row in frappe.get_all("Barrier Occurrence", filters, ["parent", "case"]):
        yield Fact(categories.get(row.parent), row.case)


def _progress(year: Year) -> Iterator[Fact]:
    for row in frappe.get_all("Measure", {"due_on": ("between", [year.first, year.last])}, ["name", "progress"]):
        done = row.progress or 0
        yield Fact(PROGRESS[2] if done >= DONE else PROGRESS[1] if done else PROGRESS[0], row.name)


def _held(year: Year) -> list[str]:
    filters = {
        "workflow_state": ("in", HELD),
        "starts_on": ("between", [str(year.first), f"{year.last} 23:59:59.999999"]),
    }
    return frappe.get_all("Meeting", filters, pluck="name")


def _participants(year: Year) -> Iterator[Fact]:
    """Count the institutions that took part in a meeting of the year, each once."""
    types = dict(frappe.get_all("Actor", fields=["name", "actor_type"], as_list=True))
    filters = {"parenttype": "Meeting", "parent": ("in", _held(year) or [""]), "attended": 1, "actor": ("is", "set")}
    for actor in frappe.get_all("Meeting Participant", filters, pluck="actor", distinct=True):
        yield Fact(types.get(actor), actor)


def _decisions(year: Year) -> Iterator[Fact]:
    filters = {"parenttype": "Meeting", "parent": ("in", _held(year) or [""])}
    for row in frappe.get_all("Meeting Decision", filters, ["name", "measure"]):
        yield Fact(MADE[0] if row.measure else MADE[1], row.name)


PUBLIC = {"about_persons": False}
FIGURES = (
    by_field(_lt("Reported Barriers"), BARRIERS, "Barrier", "category", "creation", **PUBLIC),
    by_field(_lt("Barriers by Level"), BARRIERS, "Barrier", "level", "creation", **PUBLIC),
    by_field(
        _lt("Barriers by State"), BARRIERS, "Barrier", "workflow_state", "creation", **PUBLIC,
        note=_lt("The state of today of the barriers reported in the year."),
    ),
    by_field(
        _lt("Letters to the Ministry"), BARRIERS, "Barrier", "category", "letter_sent_on", **PUBLIC,
    ),
    Figure(
        _lt("Cases with Barriers"), _lt("Cases"), _occurrences, of_list("Barrier Category"),
        listed="Case", note=_lt("Cases in which a barrier was noted in the year."),
    ),
    Figure(
        _lt("Measures Due in the Year"), MEASURES, _progress, in_given_order(*PROGRESS), listed="Measure", **PUBLIC,
    ),
    by_field(
        _lt("Effect of Measures"), MEASURES, "Measure", "effect", "checked_on", **PUBLIC,
        note=_lt("By the day on which the effect was checked."),
    ),
    by_field(
        _lt("Meetings Held"), MEETINGS, "Meeting", "meeting_type", "starts_on", **PUBLIC,
        filters=[["workflow_state", "in", [*HELD]]],
    ),
    Figure(
        _lt("Institutions Taking Part"), _lt("Actors"), _participants, of_list("Actor Type"), listed="Actor", **PUBLIC,
        note=_lt("Each institution that attended a meeting of the year counts once."),
    ),
    Figure(
        _lt("Decisions of Meetings"), _lt("Decisions"), _decisions, in_given_order(*MADE), listed="Meeting",
        rows_of="Meeting Decision", **PUBLIC,
    ),
)  # fmt: skip
