"""Report: what the network offers by life area and language, where places are free, and what nobody confirmed."""

from typing import Any

import frappe
from frappe import _

from kim_app.charts import bars
from kim_app.network.coverage import ACTORS, FREE, OFFERS, Coverage
from kim_app.network.verification import months
from kim_app.reports import column, finished, for_chart
from kim_app.roles import CASE_MANAGER, COORDINATOR, FOREIGNERS_OFFICE_CLERK, NATURALISATION_CLERK, STEERING_MEMBER

READERS = (CASE_MANAGER, COORDINATOR, FOREIGNERS_OFFICE_CLERK, NATURALISATION_CLERK, STEERING_MEMBER)


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, a message and a chart. Raises `frappe.PermissionError` for who reads no directory."""
    frappe.only_for(READERS)
    coverage = Coverage(filters or {})
    rows, total = coverage.rows()
    columns, shown = finished(_columns(coverage), rows, total)
    return columns, shown, _message(coverage, total), _chart(rows)


def _columns(coverage: Coverage) -> list[dict[str, Any]]:
    of_languages = {ACTORS: {"counts": "Actor"}, OFFERS: {"counts": "Offer"}}.get(coverage.measure, {})
    return [
        column("life_area", _("Life Area"), width=200),
        column("actors", _("Actors"), "Int", 100, counts="Actor"),
        column("unconfirmed", _("Not Confirmed"), "Int", 130, counts="Actor"),
        column("offers", _("Offers"), "Int", 100, counts="Offer"),
        column("free_places", _("Free Places"), "Int", 120),
        *(
            column(coverage.field_of(key), label, "Int", 110, **of_languages)
            for key, label in coverage.languages.items()
        ),
    ]


def _message(coverage: Coverage, total: dict) -> str:
    sentences = [
        _("Only active actors that accept referrals are counted. One entry may stand in several rows and columns."),
        _("{0} of {1} actors were not confirmed for {2} months.").format(
            total["unconfirmed"], total["actors"], months()
        ),
    ]
    if coverage.measure == FREE:
        sentences.append(_("Below a language, 0 is a full offer, and an empty cell is no offer."))
    return " ".join(sentences)


def _chart(rows: list[dict]) -> dict[str, Any]:
    return bars([row["life_area"] for row in rows], _("Free Places"), for_chart(rows, "free_places"))
