"""What a workflow would do with a document, before it is used: nothing is saved, and nobody is told."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import is_transition_condition_satisfied

from kim_app.gates import problems_in
from kim_app.workflow_rules.arriving import BY_LOAD, least_loaded
from kim_app.workflow_rules.reading import STATES, TASKS, rules_of_state, rules_of_step
from kim_app.workflow_rules.steps import who


def steps_from(workflow: Document, state: str, name: str | None) -> list[dict[str, Any]]:
    """Return a row for each transition out of `state`: role, action, next state, what stops it, what would follow.

    Without the `name` of a document an empty one is tried, as a new one is.
    """
    ways = [row for row in workflow.transitions if row.state == state]
    return [_step(workflow, _document(workflow, state, name), way) for way in ways]


def _document(workflow: Document, state: str, name: str | None) -> Document:
    doc = frappe.get_doc(workflow.document_type, name) if name else frappe.new_doc(workflow.document_type)
    doc.set(workflow.workflow_state_field, state)
    if name:
        doc.load_doc_before_save()
    return doc


def _step(workflow: Document, doc: Document, way: Any) -> dict[str, Any]:
    rules = rules_of_step(workflow, way.state, way.action)
    row = {"role": way.allowed, "action": way.action, "next_state": way.next_state}
    row["hindrances"] = [*_condition(doc, way), *(who(doc, rule) for rule in rules if rule.allowed_to)]
    row["hindrances"] += _demands(doc, rules)
    doc.set(workflow.workflow_state_field, way.next_state)
    row["hindrances"] += problems_in(doc) if doc.name else []
    row["follows"] = [*_in_charge(workflow, doc, way.next_state), *_tasks(workflow, way.next_state)]
    return row


def _condition(doc: Document, way: Any) -> Iterator[str]:
    if way.condition and not is_transition_condition_satisfied(way, doc):
        yield _("The condition does not hold: {0}").format(way.condition)


def _demands(doc: Document, rules: list[Any]) -> list[str]:
    fields = [rule.required_field for rule in rules if rule.required_field and not doc.get(rule.required_field)]
    labels = [_(doc.meta.get_label(field), context=doc.doctype) for field in fields]
    comment = [_("A comment is asked for.")] if any(rule.requires_comment for rule in rules) else []
    return [*(_("Please fill in the field “{0}”.").format(label) for label in labels), *comment]


def _in_charge(workflow: Document, doc: Document, state: str) -> Iterator[str]:
    for rule in rules_of_state(workflow, state, STATES):
        if not rule.assign_to:
            continue
        team = doc.get(rule.team_field) if rule.team_field else None
        user = least_loaded(workflow, rule, team) if rule.assign_to == BY_LOAD else doc.get(rule.user_field)
        name = frappe.utils.get_fullname(user) if user else _("nobody, the field is empty")
        yield _("In charge: {0}").format(name)


def _tasks(workflow: Document, state: str) -> Iterator[str]:
    for rule in rules_of_state(workflow, state, TASKS):
        yield _("Task: {0}").format(rule.task)
