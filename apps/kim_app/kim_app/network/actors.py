"""Finding the right actor: by life area, language, place, free places and kind of engagement."""

from dataclasses import dataclass
from typing import Any

import frappe
from frappe.utils import cint, nowdate

from kim_app.network import verification

FAR = 10**6
PLACES = ("city", "postal_code", "district")
ACTOR_FIELDS = ["name", "actor_type", "engagement", "verified_on", "access_hint", "target_groups", "phone", *PLACES]
OFFER_FIELDS = [
    *("name", "offer_name", "actor", "free_places", "capacity", "waiting_weeks", "costs", "times", "place"),
    *("childcare", "accessible"),
]


@dataclass(frozen=True)
class Wanted:
    """What is looked for; an empty value asks for nothing."""

    life_area: str | None = None
    language: str | None = None
    place: str | None = None
    free_places: bool = False
    engagement: str | None = None
    childcare: bool = False
    accessible: bool = False


def find(wanted: Wanted) -> list[dict]:
    """Return the fitting offers and actors, confirmed ones first, then by free places and waiting time.

    An actor without a fitting offer of its own is a row without offer, unless places are asked for. Only active
    actors that accept referrals and offers that have not ended are found. The number of queries does not depend on
    the size of the directory.
    """
    directory = Directory()
    rows = [row for row in directory.rows() if fits(row, wanted)]
    labels = {row["actor"] for row in rows if row["offer"]}
    # An actor with a fitting offer is not listed a second time without it.
    rows = [row for row in rows if row["offer"] or row["actor"] not in labels]
    return [directory.shown(row) for row in sorted(rows, key=_rank)]


class Directory:
    """The active part of the directory, read with a fixed number of queries and the user's rights."""

    def __init__(self) -> None:
        filters = {"active": 1, "accepts_referrals": 1}
        self.actors = {row.name: row for row in frappe.get_list("Actor", filters=filters, fields=ACTOR_FIELDS, limit=0)}
        self.offers = frappe.get_list(
            "Offer",
            filters={"active": 1, "actor": ("in", list(self.actors) or [""])},
            or_filters=[["valid_until", "is", "not set"], ["valid_until", ">=", nowdate()]],
            fields=OFFER_FIELDS,
            limit=0,
        )
        self.life_areas = _choices("Life Area Choice", "life_area")
        self.languages = _choices("Language Choice", "language")
        self.labels = {kind: _labels(kind) for kind in ("Actor Type", "Spoken Language")}

    def rows(self) -> list[dict]:
        """Return every offer with its actor, and every actor by itself."""
        offers = [self._row(self.actors[offer.actor], offer) for offer in self.offers]
        return offers + [self._row(actor, None) for actor in self.actors.values()]

    def _row(self, actor: Any, offer: Any) -> dict:
        """What an offer does not say of itself is said by its actor."""
        row = {**actor, "actor": actor.name, "offer": None, "free_places": 0, "waiting_weeks": 0}
        for key, chosen in (("life_areas", self.life_areas), ("languages", self.languages)):
            own = offer and chosen.get(("Offer", offer.name))
            row[key] = own or chosen.get(("Actor", actor.name), [])
        if offer:
            row |= {**offer, "offer": offer.name}
        row.pop("name")
        return row

    def shown(self, row: dict) -> dict:
        """Return the row as it is shown: with labels, and the state of its confirmation."""
        return {
            **row,
            "actor_type_label": self.labels["Actor Type"].get(row["actor_type"], row["actor_type"]),
            "language_labels": [self.labels["Spoken Language"].get(key, key) for key in row["languages"]],
            "confirmed": verification.is_confirmed(row["verified_on"]),
            "verification": verification.in_words(row["verified_on"]),
        }


def fits(row: dict, wanted: Wanted) -> bool:
    """Say whether a row of the directory is what is wanted."""
    return all(
        (
            not wanted.life_area or wanted.life_area in row["life_areas"],
            not wanted.language or wanted.language in row["languages"],
            not wanted.place or _is_there(row, wanted.place),
            not wanted.free_places or cint(row["free_places"]) > 0,
            not wanted.engagement or row["engagement"] in (wanted.engagement, "Both"),
            not wanted.childcare or row.get("childcare"),
            not wanted.accessible or row.get("accessible"),
        )
    )


def _is_there(row: dict, place: str) -> bool:
    """Compare with town, district, the beginning of the postal code, and the offer's own place."""
    wanted = place.strip().casefold()
    if wanted.isdigit():
        return (row["postal_code"] or "").startswith(wanted)
    return any(wanted in (row.get(key) or "").casefold() for key in ("city", "district", "place"))


def _rank(row: dict) -> tuple:
    free = cint(row["free_places"]) > 0
    waiting = cint(row["waiting_weeks"]) if row["offer"] else FAR
    return (not verification.is_confirmed(row["verified_on"]), not free, waiting, row["actor"].casefold())


def _choices(doctype: str, fieldname: str) -> dict[tuple[str, str], list[str]]:
    """Return what actors and offers chose, by (DocType, name); their readers may read it."""
    found: dict[tuple[str, str], list[str]] = {}
    filters = {"parenttype": ("in", ("Actor", "Offer"))}
    fields = ["parenttype", "parent", fieldname]
    for row in frappe.get_all(doctype, filters=filters, fields=fields, order_by="idx"):
        found.setdefault((row.parenttype, row.parent), []).append(row[fieldname])
    return found


def _labels(doctype: str) -> dict[str, str]:
    return dict(frappe.get_all(doctype, fields=["name", "label"], as_list=True))
