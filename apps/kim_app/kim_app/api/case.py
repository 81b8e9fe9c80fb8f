"""Cases over HTTP: hand-over, follow-up, reviews, assessments, caseload. Rights are asked first."""

from typing import Any

import frappe

from kim_app.cases import assessments, caseload, colleagues, handover, review
from kim_app.cases.follow_up import follow_up as enter_follow_up
from kim_app.permissions.named import named
from kim_app.roles import CASE_MANAGER


@frappe.whitelist(methods=["POST"])
def hand_over(case: str, to_user: str, note: str, open_notes: bool = False) -> str:
    """Hand `case` over to another case manager and return the new one's name.

    `note` says why; `open_notes` gives the user's own confidential notes along. Raises `frappe.PermissionError` unless
    the user is the case manager of record or the deputy, `frappe.ValidationError` for a wrong colleague or no reason.
    """
    doc = named("Case", case, "write")
    handover.hand_over(doc, to_user, note, bool(open_notes))
    return doc.case_manager


@frappe.whitelist(methods=["POST"])
def follow_up(case: str, carry_over: list | str | None = None) -> str:
    """Enter a case that follows the closed `case`; `carry_over` names the parts to take along. Return its name."""
    parts = frappe.parse_json(carry_over) or []
    return enter_follow_up(named("Case", case), [str(part) for part in parts]).name


@frappe.whitelist(methods=["POST"])
def review_done(case: str) -> str:
    """Note that `case` was reviewed and return the day of the next review, by its priority."""
    return str(review.done(named("Case", case, "write")))


@frappe.whitelist()
def propose_review(priority: str) -> str:
    """Return the day of the next review for a priority."""
    frappe.only_for((CASE_MANAGER, "Administrator"))
    return str(review.proposal(priority))


@frappe.whitelist()
def assessment_start(case: str) -> list[str]:
    """Return the life areas that a new assessment of `case` begins with."""
    return assessments.start(named("Case", case))


@frappe.whitelist()
def assessment_picture(case: str, assessment: str | None = None) -> dict:
    """Return the assessments of `case` over time, up to `assessment`, as a chart takes them."""
    return assessments.picture(named("Case", case).name, assessment)


@frappe.whitelist()
def my_caseload() -> dict:
    """Return the open cases of the user, the persons in them, and the number above which a warning is given."""
    frappe.only_for((CASE_MANAGER, "Administrator"))
    return caseload.caseload(frappe.session.user)


@frappe.whitelist()
def case_managers(
    doctype: str,
    txt: str = "",
    searchfield: str = "name",
    start: int = 0,
    page_len: int = 20,
    filters: Any = None,
    **_ignored: Any,
) -> list:
    """Offer the colleagues who hold cases, for link fields to users. The other arguments are those of Frappe.

    `filters` may name a user under `but`, who is not offered, and ask with `holders` for those as well who still hold
    open cases and cannot hold new ones.
    """
    frappe.has_permission("Deputy Arrangement", "read", throw=True)
    chosen = frappe.parse_json(filters) if filters else {}
    chosen = chosen if isinstance(chosen, dict) else {}
    limit = min(int(page_len), 100)
    return colleagues.case_managers(txt, int(start), limit, chosen.get("but"), bool(chosen.get("holders")))
