"""Figures about cases and counselling for the annual report."""

from collections.abc import Iterator

import frappe
from frappe import _

from kim_app.cases.review import ENDED
from kim_app.figures.annual.facts import COUNT, MEDIAN, SUM, Fact, Figure, Year, by_field, in_given_order, of_list
from kim_app.figures.annual.protection import hidden_in_flow
from kim_app.setup.workflows.marks import _lt

DECLINED = "Declined"
CASES, CONTACTS, GOALS, STAYS = _lt("Cases"), _lt("Contacts"), _lt("Goals"), _lt("Days (Median)")
NEW, ENDED_IN_YEAR, OPEN = _lt("New in the Year"), _lt("Ended in the Year"), _lt("Open at the End of the Year")


def _flow(year: Year) -> Iterator[Fact]:
    """Count cases that began, that ended, and that were open at the end: ended ones include declined enquiries."""
    for case in _all_cases():
        if case.opened_on and year.first <= case.opened_on <= year.last:
            yield Fact(NEW, case.name)
        if case.ended_on and year.first <= case.ended_on <= year.last:
            yield Fact(ENDED_IN_YEAR, case.name)
        if case.opened_on and case.opened_on <= year.end and (not case.ended_on or case.ended_on > year.end):
            yield Fact(OPEN, case.name)


def _endings(year: Year) -> Iterator[Fact]:
    for case in _all_cases():
        if case.ended_on and year.first <= case.ended_on <= year.last:
            yield Fact(DECLINED if case.workflow_state == DECLINED else case.closing_reason or None, case.name)


def _stays(year: Year) -> Iterator[Fact]:
    """Take the days of each case in the phases that it left in the year."""
    days: dict[tuple[str, str], float] = {}
    period = frappe.qb.DocType("State Period")
    query = (
        frappe.qb.from_(period)
        .select(period.parent, period.state, period.days)
        .where((period.parenttype == "Case") & period.state.notin(ENDED))
        .where((period.left_on >= str(year.first)) & (period.left_on < str(Year(year.number + 1).first)))
    )
    for row in query.run(as_dict=True):
        days[row.state, row.parent] = days.get((row.state, row.parent), 0) + (row.days or 0)
    yield from (Fact(state, case, total) for (state, case), total in days.items())


def _results(year: Year) -> Iterator[Fact]:
    filters = {"parenttype": "Case", "evaluated_on": ("between", [year.first, year.last])}
    for row in frappe.get_all("Case Goal", filters, ["name", "result"]):
        yield Fact(row.result or None, row.name)


def _interpreted(year: Year) -> Iterator[Fact]:
    for row in frappe.get_all("Contact Note", _contacts_of(year), ["name", "interpreter"]):
        yield Fact(_lt("With Interpreter") if row.interpreter else _lt("Without Interpreter"), row.name)


def _contacts_of(year: Year) -> dict:
    return {"contact_on": ("between", [str(year.first), f"{year.last} 23:59:59.999999"])}


def _all_cases() -> list:
    """Return all cases with the day on which they ended: that of closing, or on which the enquiry was declined."""
    fields = ["name", "opened_on", "closed_on", "declined_on", "workflow_state", "closing_reason"]
    cases = frappe.get_all("Case", fields=fields)
    for case in cases:
        case.ended_on = case.declined_on if case.workflow_state == DECLINED else case.closed_on
    return cases


def _reasons(found: set) -> list[tuple]:
    """Put closing reasons in their order; enquiries that were declined come last."""
    declined = [(DECLINED, _(DECLINED))] if DECLINED in found else []
    return [*of_list("Closing Reason")(found - {DECLINED}), *declined]


FIGURES = (
    Figure(
        _lt("Cases in the Year"), CASES, _flow, in_given_order(NEW, ENDED_IN_YEAR, OPEN), total=False,
        hide=hidden_in_flow, listed="Case", note=_lt("Ended cases include enquiries that were declined."),
    ),
    by_field(_lt("New Cases by Source"), CASES, "Case", "source", "opened_on"),
    by_field(_lt("New Cases by Life Area"), CASES, "Case", "life_areas", "opened_on"),
    by_field(_lt("New Cases by Legal Circle"), CASES, "Case", "legal_circles", "opened_on"),
    Figure(_lt("Days in Each Phase"), STAYS, _stays, of_list("Workflow State"), MEDIAN, total=False, listed="Case"),
    Figure(_lt("How Cases Ended"), CASES, _endings, _reasons, listed="Case"),
    Figure(
        _lt("Evaluated Goals"), GOALS, _results, in_given_order("Reached", "Partly Reached", "Not Reached"), COUNT,
        listed="Case", rows_of="Case Goal",
    ),
    by_field(_lt("Contacts by Channel"), CONTACTS, "Contact Note", "channel", "contact_on"),
    by_field(
        _lt("Minutes by Channel"), _lt("Minutes of Counselling"), "Contact Note", "channel", "contact_on",
        value="minutes", measure=SUM,
    ),
    Figure(
        _lt("Contacts with Interpreter"), CONTACTS, _interpreted,
        in_given_order("With Interpreter", "Without Interpreter"), listed="Contact Note",
    ),
)  # fmt: skip
