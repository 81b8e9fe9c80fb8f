"""The letter to the ministry about a barrier that exceeds local power: what happens, how often, what it costs.

It leaves the house, so that it holds no case, and numbers as they may be shown to the public.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

from kim_app.cooperation import effects
from kim_app.settings import setting

RECIPIENTS = {"Land": "letter_land", "Federal": "letter_federal"}
"""Whom a barrier of a level is written to: the field of KIM Settings."""


def require_recipient(barrier: Document) -> None:
    """Refuse a letter about what can be solved locally. Raises `frappe.ValidationError`."""
    if barrier.level not in RECIPIENTS:
        frappe.throw(
            _("Only what exceeds local power goes to the ministry. Please choose Land or Federal as the level."),
            title=_("Letter to the Ministry"),
        )


def letter_of(barrier: Document) -> dict[str, Any]:
    """Return what the letter says. Raises `frappe.ValidationError` for a barrier of another level.

    Raises `frappe.PermissionError` for roles that are not told how counselling goes.
    """
    require_recipient(barrier)
    smallest = max(1, setting("small_cell_public"))
    figures = effects.figures(barrier.name, smallest)
    return {
        "sender": setting("letter_sender") or setting("municipality") or "",
        "municipality": setting("municipality") or "",
        "recipient": setting(RECIPIENTS[barrier.level]) or "",
        "day": barrier.letter_sent_on or nowdate(),
        "category": _label("Barrier Category", barrier.category),
        "life_areas": [_label("Life Area", row.life_area) for row in barrier.life_areas],
        "legal_circles": [_label("Legal Circle", row.legal_circle) for row in barrier.legal_circles],
        "how_often": _how_often(barrier.name, figures, smallest),
        "delays": [row for row in figures["phases"] if row["difference"] is not None and row["difference"] > 0],
        "contact": frappe.utils.get_fullname(frappe.session.user),
    }


def _how_often(barrier: str, figures: dict[str, Any], smallest: int) -> str:
    """Say in words how many cases met the barrier, and since when if that may be told."""
    number = figures["cases"]
    if not number:
        return _("It was reported without a single case.")
    if len({row.person for row in effects.occurrences_of(barrier)}) < smallest:
        return _("It was met in fewer than {0} cases.").format(smallest)
    first = figures["months"][0] if figures["months"] else None
    if not first:
        return _("It was met in {0} cases.").format(number)
    return _("It was met in {0} cases since {1}.").format(number, first[:4])


def _label(doctype: str, name: str) -> str:
    return _(frappe.get_cached_value(doctype, name, "label") or name)
