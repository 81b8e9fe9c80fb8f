"""The register of processing activities (Art. 30 GDPR): the officer's words, and what the system knows by itself."""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _

from kim_app.data_protection import personal_data
from kim_app.data_protection.reach import readers_of, recipients_of
from kim_app.data_protection.terms import Terms
from kim_app.permissions import ALL_RULES

ACTIVITY = "Processing Activity"
WORDS = ("purpose", "legal_basis", "controller", "third_countries", "measures")


def rows(filters: dict[str, Any]) -> list[Any]:
    """Return one row for each processing activity and kind of document, in the order of the register.

    A kind that no activity names stands at the end. `filters`: `activity`, `document_type`, `special_only`,
    `gaps_only`. Asks no rights, the report does; what it tells is no content.
    """
    places = _places()
    kinds = dict.fromkeys([*personal_data.kinds(), *places])
    if wanted := filters.get("document_type"):
        kinds = [kind for kind in kinds if kind == wanted]
    terms = Terms()
    found = [row for kind in kinds for row in _rows_of(kind, places.get(kind) or [frappe._dict()], terms)]
    return sorted(filter(_chosen_by(filters), found), key=lambda row: (not row.activity, row.place, row.kind))


def held(found: list[Any]) -> int:
    """Return how many documents there are, each kind counted once though several activities need it."""
    return sum({row.document_type: row.records for row in found}.values())


def _places() -> dict[str, list[Any]]:
    """Return the rows of the activities by kind of document, with what the activity says."""
    activities = {row.name: row for row in frappe.get_all(ACTIVITY, fields=["name", "sort_order", *WORDS])}
    named = frappe.get_all(
        "Processing Activity Document",
        filters={"parenttype": ACTIVITY},
        fields=["parent", "document_type", "special_categories", "retention"],
    )
    places = defaultdict(list)
    for row in named:
        if frappe.db.exists("DocType", row.document_type):
            places[row.document_type].append(frappe._dict({**activities[row.parent], **row, "activity": row.parent}))
    return places


def _rows_of(kind: str, places: list[Any], terms: Terms) -> list[Any]:
    known = _known(kind)
    return [frappe._dict({**known, **_said(kind, place, terms)}) for place in places]


def _known(kind: str) -> dict[str, Any]:
    """Return what the system knows of a kind of document."""
    return {
        "document_type": kind,
        "kind": _(kind),
        "persons": ", ".join(map(_, personal_data.people_in(kind))),
        "categories": ", ".join(personal_data.categories_in(kind)),
        "readers": ", ".join(readers_of(kind)) or _("Nobody"),
        "recipients": ", ".join(recipients_of(kind)),
        "records": frappe.db.count(kind),
        "safeguards": ", ".join(_safeguards(kind)),
    }


def _said(kind: str, place: Any, terms: Terms) -> dict[str, Any]:
    """Return what the activity says of a kind of document, and what is missing."""
    retention = [*terms.of(kind), *filter(None, [place.retention])]
    missing = [] if place.activity else [_("Processing Activity")]
    missing += [] if retention else [_("Retention Period")]
    return {
        **{word: place.get(word) or "" for word in ("activity", *WORDS)},
        "place": place.sort_order or 0,
        "special": place.special_categories or ", ".join(personal_data.special_in(kind)),
        "retention": "; ".join(retention),
        "missing": ", ".join(missing),
    }


def _safeguards(kind: str) -> list[str]:
    """Say what protects documents of the kind, as far as the system does."""
    meta = frappe.get_meta(kind)
    known = {
        _("right to each document"): kind in ALL_RULES,
        _("each opening is logged"): meta.track_views,
        _("changes are kept"): meta.track_changes,
        _("fields with rights of their own"): any(field.permlevel for field in meta.fields),
        _("encrypted fields"): any(field.fieldtype == "Password" for field in meta.fields),
    }
    return [text for text, there in known.items() if there]


def _chosen_by(filters: dict[str, Any]) -> Any:
    """Return the function that says whether a row is wanted."""

    def chosen(row: Any) -> bool:
        wanted = filters.get("activity")
        return (
            (not wanted or row.activity == wanted)
            and (not filters.get("special_only") or bool(row.special))
            and (not filters.get("gaps_only") or bool(row.missing))
        )

    return chosen
