"""Where the network has offers and free places, by life area and language, and where nobody confirmed its entries."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from kim_app.network import verification
from kim_app.network.actors import Directory, Wanted, fits
from kim_app.reports import behind

FREE, OFFERS, ACTORS = "Free Places", "Offers", "Actors"
MEASURES = (FREE, OFFERS, ACTORS)


class Coverage:
    """The directory as a table of life areas and languages; each number knows the entries behind it."""

    def __init__(self, filters: dict[str, Any]):
        wanted = Wanted(place=filters.get("place"), engagement=filters.get("engagement"))
        rows = [row for row in Directory().rows() if fits(row, wanted)]
        if cint(filters.get("confirmed_only")):
            rows = [row for row in rows if verification.is_confirmed(row["verified_on"])]
        self.entries = rows
        self.measure = filters.get("measure") if filters.get("measure") in MEASURES else FREE
        self.languages = _of_list("Spoken Language", {key for row in rows for key in row["languages"]})

    def rows(self) -> tuple[list[dict], dict]:
        """Return a row for each active life area, empty ones too, and the total with each entry counted once."""
        found = {key for row in self.entries for key in row["life_areas"]}
        areas = _of_list("Life Area", found, with_active=True)
        rows = [self._row(label, [r for r in self.entries if area in r["life_areas"]]) for area, label in areas.items()]
        without = [row for row in self.entries if not row["life_areas"]]
        if without:
            rows.append(self._row(_("Not Specified"), without))
        return rows, self._row("", self.entries)

    def field_of(self, language: str) -> str:
        """Return the column of a language."""
        return f"language_{frappe.scrub(language)}"

    def _row(self, label: str, entries: list[dict]) -> dict[str, Any]:
        actors = {row["actor"] for row in entries}
        late = {row["actor"] for row in entries if not verification.is_confirmed(row["verified_on"])}
        offers = _offers(entries)
        row = {
            "life_area": label,
            "actors": len(actors),
            "unconfirmed": len(late),
            "offers": len(offers),
            "free_places": _free(entries),
        }
        lists = {"actors": ("Actor", actors), "unconfirmed": ("Actor", late)}
        lists |= dict.fromkeys(("offers", "free_places"), ("Offer", offers))
        for language in self.languages:
            field, fitting = self.field_of(language), [entry for entry in entries if language in entry["languages"]]
            row[field], lists[field] = self._cell(fitting)
        row["behind"] = {field: behind(*found) for field, found in lists.items()}
        return row

    def _cell(self, entries: list[dict]) -> tuple[int | None, tuple[str, set[str]]]:
        """Return number and entries of a cell. No offer at all is nothing, an offer without a free place is 0."""
        if self.measure == ACTORS:
            actors = {row["actor"] for row in entries}
            return len(actors) or None, ("Actor", actors)
        offers = _offers(entries)
        number = _free(entries) if self.measure == FREE else len(offers)
        return number if offers else None, ("Offer", offers)


def _offers(entries: Iterable[dict]) -> set[str]:
    return {row["offer"] for row in entries if row["offer"]}


def _free(entries: Iterable[dict]) -> int:
    return sum(cint(row["free_places"]) for row in entries if row["offer"])


def _of_list(doctype: str, found: set[str], with_active: bool = False) -> dict[str, str]:
    """Return the found records of a list (and all that are in use) with their labels, in the order of the list."""
    rows = frappe.get_all(doctype, fields=["name", "label", "active"], order_by="sort_order, label")
    return {row.name: _(row.label) for row in rows if row.name in found or (with_active and row.active)}
