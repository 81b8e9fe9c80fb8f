"""Figures about applications, residence titles and naturalisation for the annual report."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, date_diff, getdate

from kim_app.applications.states import GRANTED, HANDED_OVER
from kim_app.figures.annual.facts import COUNT, MEDIAN, Fact, Figure, Year, by_field, in_given_order, of_list
from kim_app.setup.workflows.marks import _lt

APPLICATIONS, DAYS = _lt("Applications"), _lt("Days (Median)")
AGES = (_lt("Up to 3 Months"), _lt("3 to 6 Months"), _lt("6 to 12 Months"), _lt("More than 12 Months"))
LIMITS = (91, 182, 365)
"""Days that the groups of ages end with."""
ENDS = ("received_on", "decided_on", "completed_on")
COMPLETE = (_lt("Complete on Receipt"), _lt("Completed Later"), _lt("Not Complete"))


def _processing(year: Year) -> Iterator[Fact]:
    """Take the days until the decision without those of suspensions, as the report on processing times does."""
    fields = ["name", "application_type", "received_on", "decided_on", "suspended_days"]
    for row in frappe.get_all("Application", {"decided_on": ("between", [year.first, year.last])}, fields):
        days = date_diff(row.decided_on, row.received_on) - cint(row.suspended_days)
        yield Fact(row.application_type, row.name, max(days, 0))


def _open_ages(year: Year) -> Iterator[Fact]:
    """Take the ages of applications that were open at the end of the year."""
    for row in frappe.get_all("Application", {"received_on": ("<=", year.end)}, ["name", *ENDS]):
        if row.received_on and not _ended(row, year):
            yield Fact(age_of(date_diff(year.end, row.received_on)), row.name)


def age_of(days: int) -> str:
    """Return the group of ages that an application of so many days belongs to."""
    return AGES[sum(days > limit for limit in LIMITS)]


def _ended(row: Any, year: Year) -> bool:
    return any(day and getdate(day) <= year.end for day in (row.decided_on, row.completed_on))


def _completeness(year: Year) -> Iterator[Fact]:
    filters = {"received_on": ("between", [year.first, year.last])}
    for row in frappe.get_all("Application", filters, ["name", "received_on", "complete_on"]):
        at_once = row.complete_on and row.complete_on <= row.received_on
        yield Fact(COMPLETE[0] if at_once else COMPLETE[1] if row.complete_on else COMPLETE[2], row.name)


def _consolidations(year: Year) -> Iterator[Fact]:
    """Tell from which group of titles to which one the granted applications led."""
    groups = dict(frappe.get_all("Residence Title", fields=["name", "title_group"], as_list=True))
    filters = {
        "decided_on": ("between", [year.first, year.last]),
        "workflow_state": ("in", (GRANTED, HANDED_OVER)),
        "granted_title": ("is", "set"),
    }
    for row in frappe.get_all("Application", filters, ["name", "title_at_receipt", "granted_title"]):
        yield Fact((groups.get(row.title_at_receipt) or "", groups.get(row.granted_title) or ""), row.name)


def _steps(found: set) -> list[tuple[Any, str]]:
    words = lambda group: _(group) if group else _("Not Specified")  # noqa: E731
    return sorted(((step, " → ".join(map(words, step))) for step in found), key=lambda entry: entry[1])


def _naturalised(year: Year) -> Iterator[Fact]:
    """Count whose certificate was handed over, by the legal basis: § 16 StAG lets it take effect only then."""
    filters = {"certificate_on": ("between", [year.first, year.last]), "workflow_state": HANDED_OVER}
    for row in frappe.get_all("Application", filters, ["name", "application_type"]):
        yield Fact(row.application_type, row.name)


FIGURES = (
    by_field(
        _lt("Applications Received"), APPLICATIONS, "Application", "application_type", "received_on"
    ),
    Figure(
        _lt("Completeness of Received Applications"), APPLICATIONS, _completeness, in_given_order(*COMPLETE),
        listed="Application",
    ),
    by_field(
        _lt("Decided Applications by State"), APPLICATIONS, "Application", "workflow_state", "decided_on"
    ),
    Figure(
        _lt("Processing Days"), DAYS, _processing, of_list("Application Type"), MEDIAN,
        listed="Application", note=_lt("From receipt to decision, without the days of suspensions."),
    ),
    Figure(
        _lt("Open Applications by Age"), APPLICATIONS, _open_ages, in_given_order(*AGES), COUNT,
        listed="Application", note=_lt("At the end of the year, in a running year today."),
    ),
    Figure(
        _lt("Residence Titles Before and After"), APPLICATIONS, _consolidations, _steps, listed="Application",
    ),
    Figure(
        _lt("Naturalisations"), APPLICATIONS, _naturalised, of_list("Application Type"),
        listed="Application", note=_lt("Counted on the day on which the certificate was handed over."),
    ),
)  # fmt: skip
