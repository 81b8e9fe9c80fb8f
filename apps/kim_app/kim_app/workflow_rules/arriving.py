"""What follows when a document enters a state: somebody is put in charge, and tasks are given."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils import add_days, cint, escape_html, nowdate

from kim_app.cases.notices import language_of, tell
from kim_app.workflow_rules.reading import STATES, TASKS, ended_states, rules_of_state, state_in, workflow_of

BY_LOAD = "Team Member With the Least Load"
FULL_POST = 100
SAME = ("allocated_to", "description", "reference_type", "reference_name")
"""What makes two tasks the same."""


def arrive(doc: Document, _method: str | None = None) -> None:
    """End what was given for the former state, and give what the state that `doc` entered asks for."""
    workflow = workflow_of(doc.doctype)
    if not workflow or not _arrives(workflow, doc):
        return
    before, state = doc.get_doc_before_save(), state_in(workflow, doc)
    if before:
        _end_assignments(doc, state_in(workflow, before))
    for row in rules_of_state(workflow, state, STATES):
        user = _chosen(workflow, row, doc) if row.assign_to else None
        if user:
            _give(doc, user, _charge(state, user), row.target_days or None)
    for row in rules_of_state(workflow, state, TASKS):
        user = (doc.get(row.user_field) if row.user_field else None) or frappe.session.user
        _give(doc, user, escape_html(row.task), cint(row.due_days))


def _chosen(workflow: Document, row: Any, doc: Document) -> str | None:
    if row.assign_to != BY_LOAD:
        return doc.get(row.user_field)
    return least_loaded(workflow, row, doc.get(row.team_field))


def least_loaded(workflow: Document, row: Any, team: str | None) -> str | None:
    """Return the member of `team` with the least to do for a full post, or None without a member.

    What counts is the open documents in the rule's field, or without one the open tasks on documents of this kind.
    Who is absent with a deputy is passed over.
    """
    absent = _absent()
    members = frappe.get_all("Team Member", {"parent": team or ""}, ["user", "post_percent"], order_by="idx")
    present = [each for each in members if each.user not in absent and each.post_percent]
    loads = _loads(workflow, row.user_field, [each.user for each in present])
    ranked = sorted(present, key=lambda each: loads.get(each.user, 0) * FULL_POST / each.post_percent)
    return ranked[0].user if ranked else None


def _absent() -> set[str]:
    today = nowdate()
    now = {"starts_on": ("<=", today), "ends_on": (">=", today)}
    return set(frappe.get_all("Deputy Arrangement", now, pluck="absent_user"))


def _loads(workflow: Document, user_field: str | None, users: Iterable[str]) -> dict[str, int]:
    table = frappe.qb.DocType(workflow.document_type if user_field else "ToDo")
    holder = table[user_field or "allocated_to"]
    if user_field:
        criterion = table[workflow.workflow_state_field].notin([*ended_states(workflow), ""])
    else:
        criterion = (table.status == "Open") & (table.reference_type == workflow.document_type)
    query = frappe.qb.from_(table).select(holder, Count("*")).where(holder.isin([*users, ""]) & criterion)
    return dict(query.groupby(holder).run())


def _arrives(workflow: Document, doc: Document) -> bool:
    before = doc.get_doc_before_save()
    return not before or state_in(workflow, before) != state_in(workflow, doc)


def _charge(state: str, user: str) -> str:
    language = language_of(user)
    return _("You are in charge: “{0}”", lang=language).format(_(state, lang=language))


def _give(doc: Document, user: str, description: str, due_days: int | None) -> None:
    """Give a task to a colleague who may read the document; nobody else could do anything with it."""
    if not doc.has_permission("read", user=user):
        return
    task = {"doctype": "ToDo", "allocated_to": user, "assigned_by": frappe.session.user, "description": description}
    task |= {"reference_type": doc.doctype, "reference_name": doc.name}
    task |= {"date": add_days(nowdate(), due_days) if due_days is not None else None}
    if frappe.db.exists("ToDo", {"status": "Open", **{key: task[key] for key in SAME}}):
        return
    # The workflow gives the task, whoever took the step.
    made = frappe.get_doc(task).insert(ignore_permissions=True)
    tell(user, made, _("You have a new task", lang=language_of(user)))


def _end_assignments(doc: Document, state: str) -> None:
    mine = {"reference_type": doc.doctype, "reference_name": doc.name, "status": "Open"}
    for row in frappe.get_all("ToDo", mine, ["name", "allocated_to", "description"]):
        if row.description == _charge(state, row.allocated_to):
            task = frappe.get_doc("ToDo", row.name)
            task.status = "Closed"
            # Who takes the step need not be who was in charge before it.
            task.save(ignore_permissions=True)
