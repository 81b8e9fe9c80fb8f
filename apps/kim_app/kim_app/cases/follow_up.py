"""A new case of a person whose former case is closed, with what the case manager takes over."""

import frappe
from frappe import _
from frappe.model.document import Document

CLOSED = "Closed"
TEXTS = ("resources", "helpers")
CHOICES = {"life_areas": ("life_area",), "legal_circles": ("legal_circle",)}
PARTICIPANT = ("participant_name", "actor", "contribution", "phone", "email")
GOAL = ("life_area", "goal", "indicator", "responsible", "due_on")
CARRIED = (*TEXTS, *CHOICES, "participants", "goals")
"""What can be carried over; of the goals, those that were not reached."""


def follow_up(former: Document, carry_over: list[str]) -> Document:
    """Enter a case that follows `former`, with the parts named in `carry_over`, for the current user.

    Raises `frappe.ValidationError` if `former` is not closed or a part is unknown.
    """
    if former.workflow_state != CLOSED:
        frappe.throw(_("Case {0} is not closed. Please go on with it.").format(former.name), title=_("Case Is Open"))
    unknown = sorted(set(carry_over) - set(CARRIED))
    if unknown:
        frappe.throw(_("Unknown parts to carry over: {0}.").format(frappe.utils.escape_html(", ".join(unknown))))
    case = frappe.new_doc("Case")
    case.update({"person": former.person, "team": former.team, "follow_up_of": former.name, "source": former.source})
    case.case_manager = frappe.session.user
    for part in carry_over:
        _carry(part, former, case)
    return case.insert()


def check(case: Document) -> None:
    """Refuse a case that follows a case of somebody else. Raises `frappe.ValidationError`."""
    if case.follow_up_of and frappe.db.get_value("Case", case.follow_up_of, "person") != case.person:
        frappe.throw(_("A case follows only a case of the same person."), title=_("Follow-Up Of"))


def _carry(part: str, former: Document, case: Document) -> None:
    if part in TEXTS:
        case.set(part, former.get(part))
    elif part == "goals":
        unreached = [goal for goal in former.goals if goal.result != "Reached"]
        _copy_rows(part, unreached, GOAL, case)
    else:
        _copy_rows(part, former.get(part), CHOICES.get(part, PARTICIPANT), case)


def _copy_rows(part: str, rows: list, fields: tuple[str, ...], case: Document) -> None:
    for row in rows:
        case.append(part, {field: row.get(field) for field in fields})
