"""Report: what became of the referrals, by actor or life area. Figures only for those who may not see persons."""

from typing import Any

import frappe
from frappe import _

from kim_app.charts import bars
from kim_app.figures import engine
from kim_app.figures.referral_outcomes import Outcomes
from kim_app.reports import column, finished, for_chart, note
from kim_app.roles import CASE_MANAGER, COORDINATOR, STEERING_MEMBER

IN_CHART = 12


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, a message and a chart. Raises `frappe.PermissionError` for roles that refer nobody."""
    frappe.only_for((CASE_MANAGER, COORDINATOR, STEERING_MEMBER))
    outcomes = Outcomes(filters or {})
    rows, total = outcomes.rows()
    columns, shown = finished(_columns(outcomes), rows, total)
    meaning = [_("Counted are referrals by the day on which they were sent.")]
    if outcomes.referrals and not rows:
        meaning.append(engine.too_few())
    return columns, shown, note(shown, *meaning), _chart(rows)


def _columns(outcomes: Outcomes) -> list[dict[str, Any]]:
    labels = {"actor": _("Actor"), "life_area": _("Life Area"), "actor_type": _("Type of Actor")}
    return [
        column("group", labels[outcomes.group_by], width=260),
        column("sent", _("Sent"), "Int", 100, counts="Referral"),
        *(
            column(outcomes.field_of(key), label, "Int", 130, counts="Referral")
            for key, label in outcomes.outcomes.items()
        ),
        column("answer_days", _("Median Days to Answer"), "Float", 170, precision=1),
    ]


def _chart(rows: list[dict]) -> dict[str, Any] | None:
    first = rows[:IN_CHART]
    return bars([row["group"] for row in first], _("Referrals"), for_chart(first, "sent")) if rows else None
