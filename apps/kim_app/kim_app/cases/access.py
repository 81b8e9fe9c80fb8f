"""Whether a person meets the criteria that the municipality set for its counselling: they warn and never block."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from kim_app.cases.review import ENDED, open_cases
from kim_app.network.texts import site_language
from kim_app.persons.household import age
from kim_app.settings import setting

MET, NOT_MET, UNKNOWN = "Met", "Not Met", "Unknown"
FACTS = ("birth_date", "arrival_date", "in_municipality_since", "residence_title")


@dataclass(frozen=True)
class Finding:
    """What a criterion says about a case: `outcome` is one of MET, NOT_MET, UNKNOWN."""

    label: str
    outcome: str


def findings(case: Document) -> list[Finding]:
    """Check `case` against the active criteria of KIM Settings."""
    person = frappe.db.get_value("Person", case.person, FACTS, as_dict=True) or frappe._dict()
    rows = [row for row in setting("access_criteria") if row.active]
    return [Finding(row.label, _outcome(CHECKS[row.criterion](case, person, row))) for row in rows]


def note(case: Document) -> None:
    """Write the result into the case, and warn when it changed and a criterion is not met."""
    if case.workflow_state in ENDED or not case.person:
        return
    found = findings(case)
    result = "\n".join(f"{_(finding.outcome)}: {finding.label}" for finding in found)
    changed = result != (case.access_result or "")
    case.access_result = result
    not_met = [finding.label for finding in found if finding.outcome == NOT_MET]
    if changed and not_met and not case.access_exception:
        _warn(not_met)


def _warn(labels: list[str]) -> None:
    text = _("Access criteria that are not met: {0}. You can go on; please give the reason for an exception.")
    frappe.msgprint(
        text.format(frappe.utils.escape_html(", ".join(labels))), title=_("Access Criteria"), indicator="orange"
    )


def _outcome(answer: bool | None) -> str:
    return UNKNOWN if answer is None else MET if answer else NOT_MET


def _within(value: int | None, row: Any) -> bool | None:
    """Compare with both limits; a limit of 0 was not set."""
    if value is None:
        return None
    return value >= (row.minimum or 0) and (not row.maximum or value <= row.maximum)


def _months_since(day: date | str | None) -> int | None:
    """Return the full months since `day`."""
    if not day:
        return None
    start, today = getdate(day), getdate(nowdate())
    return 12 * (today.year - start.year) + today.month - start.month - (today.day < start.day)


def _age(_case: Document, person: Any, row: Any) -> bool | None:
    return _within(age(person.birth_date), row)


def _months_here(_case: Document, person: Any, row: Any) -> bool | None:
    return _within(_months_since(person.in_municipality_since), row)


def _months_in_germany(_case: Document, person: Any, row: Any) -> bool | None:
    return _within(_months_since(person.arrival_date), row)


def _no_other(case: Document, _person: Any, _row: Any) -> bool | None:
    """Ask for another open case here; of others only the person can tell, and the case says so."""
    table = frappe.qb.DocType("Case")
    others = open_cases().select(table.name).where((table.person == case.person) & (table.name != (case.name or "")))
    if case.other_case_management == "Yes" or others.limit(1).run():
        return False
    return True if case.other_case_management == "No" else None


def _title_group(_case: Document, person: Any, row: Any) -> bool | None:
    """Compare the group of the residence title with those named in the criterion, in English or as the Desk has it."""
    group = person.residence_title and frappe.db.get_value("Residence Title", person.residence_title, "title_group")
    if not group or group == "Not Given":
        return None
    translated = _(group, lang=site_language(), context="Residence Title")
    named = {name.strip().lower() for name in (row.value or "").split(",")}
    return bool(named & {group.lower(), translated.lower()})


def _judged(case: Document, _person: Any, _row: Any) -> bool | None:
    return {"Met": True, "Not Met": False}.get(case.access_judgement)


CHECKS: dict[str, Callable[[Document, Any, Any], bool | None]] = {
    "Age": _age,
    "Months in the Municipality": _months_here,
    "Months in Germany": _months_in_germany,
    "No Other Case Management": _no_other,
    "Residence Title Group": _title_group,
    "Judged by the Case Manager": _judged,
}
