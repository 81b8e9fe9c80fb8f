"""Figures about referrals and the network for the annual report."""

from collections.abc import Iterator

import frappe
from frappe.utils import date_diff

from kim_app.figures.annual.facts import MEDIAN, Fact, Figure, Year, by_field, of_list
from kim_app.setup.workflows.marks import _lt

REFERRALS, ACTORS, OFFERS = _lt("Referrals"), _lt("Actors"), _lt("Offers")
ACTIVE = {"filters": [["active", "=", 1]], "about_persons": False}
STOCK = _lt("Counted is what is active today and was entered until the end of the year.")


def _days_to_answer(year: Year) -> Iterator[Fact]:
    """Take the days from sending a referral until the answer, of those answered in the year, by type of actor."""
    types = dict(frappe.get_all("Actor", fields=["name", "actor_type"], as_list=True))
    filters = {"sent_on": ("is", "set"), "responded_on": ("between", [year.first, year.last])}
    for row in frappe.get_all("Referral", filters, ["name", "actor", "sent_on", "responded_on"]):
        yield Fact(types.get(row.actor), row.name, max(date_diff(row.responded_on, row.sent_on), 0))


FIGURES = (
    by_field(_lt("Referrals by Outcome"), REFERRALS, "Referral", "outcome", "sent_on"),
    by_field(_lt("Referrals by Life Area"), REFERRALS, "Referral", "life_area", "sent_on"),
    by_field(
        _lt("Referrals by Type of Actor"), REFERRALS, "Referral", "actor.actor_type", "sent_on"
    ),
    Figure(
        _lt("Days until the Answer"), _lt("Days (Median)"), _days_to_answer, of_list("Actor Type"), MEDIAN,
        listed="Referral", note=_lt("Of the referrals answered in the year."),
    ),
    by_field(
        _lt("Actors by Type"), ACTORS, "Actor", "actor_type", None, **ACTIVE, note=STOCK
    ),
    by_field(
        _lt("Actors by Engagement"), ACTORS, "Actor", "engagement", None, **ACTIVE, note=STOCK
    ),
    by_field(
        _lt("Actors by Language"), ACTORS, "Actor", "languages", None, **ACTIVE, note=STOCK
    ),
    by_field(
        _lt("Offers by Life Area"), OFFERS, "Offer", "life_areas", None, **ACTIVE, note=STOCK
    ),
)  # fmt: skip
