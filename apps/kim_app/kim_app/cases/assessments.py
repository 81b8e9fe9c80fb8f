"""Assessments: how a person copes in each life area, and how that changes over time."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.cases.plan import last_scores
from kim_app.checks import require_not_future
from kim_app.network.texts import label_of

LOWEST, HIGHEST = 1, 5


def check(assessment: Document) -> None:
    """Check scores and day, and compute the average. Raises `frappe.ValidationError` with the row that is wrong."""
    require_not_future(assessment, "assessed_on")
    seen: set[str] = set()
    for row in assessment.scores:
        if not LOWEST <= (row.score or 0) <= HIGHEST:
            _refuse(_("Row {0}: please enter a score from 1 (acute need) to 5 (copes alone)."), row)
        if row.life_area in seen:
            _refuse(_("Row {0}: this life area has a score already. Please keep one row for each life area."), row)
        seen.add(row.life_area)
    scores = [row.score for row in assessment.scores]
    assessment.average_score = round(sum(scores) / len(scores), 2) if scores else 0


def start(case: Document) -> list[str]:
    """Return the life areas of a new assessment: those of the last one, then those chosen in the case since."""
    return list(dict.fromkeys(row.life_area for row in (*last_scores(case), *case.life_areas)))


def picture(case: str, shown: str | None = None) -> dict:
    """Return the first assessment of `case`, the one before `shown`, and `shown` (the latest), as a chart takes them.

    `labels` are life areas, `datasets` have a `name` (the day) and `values` (None where nothing was assessed), and
    `rows` hold resource and need of `shown`. Only what the user may read is in it.
    """
    names = frappe.get_list(
        "Assessment", filters={"case": case}, pluck="name", order_by="assessed_on, creation", limit=0
    )
    until = names.index(shown) + 1 if shown in names else len(names)
    docs = [
        frappe.get_doc("Assessment", name) for name in dict.fromkeys([*names[:1], *names[max(until - 2, 0) : until]])
    ]
    areas = list(dict.fromkeys(row.life_area for doc in reversed(docs) for row in doc.scores))
    return {
        "labels": [label_of("Life Area", area) for area in areas],
        "datasets": [_dataset(doc, areas) for doc in docs],
        "rows": _rows(docs[-1], areas) if docs else [],
        "count": until,
    }


def _dataset(doc: Document, areas: list[str]) -> dict:
    scores = {row.life_area: row.score for row in doc.scores}
    return {"name": frappe.utils.formatdate(doc.assessed_on), "values": [scores.get(area) for area in areas]}


def _rows(doc: Document, areas: list[str]) -> list[dict]:
    rows = {row.life_area: row for row in doc.scores}
    found = [rows.get(area) or frappe._dict() for area in areas]
    return [{"resource": row.resource or "", "need": row.need or ""} for row in found]


def _refuse(text: str, row: Document) -> None:
    frappe.throw(text.format(row.idx), title=_("Scores"))
