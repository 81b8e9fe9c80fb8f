"""Checks a workflow when it is saved: rules that could not work and conditions that would fail are told at once."""

import ast
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_safe_globals

from kim_app.workflow_rules.arriving import BY_LOAD
from kim_app.workflow_rules.reading import STATES, STEPS, TASKS, is_state_field

USERS, TEAMS = "User", "Team"
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "doctype", "idx")


def check(workflow: Document, _method: str | None = None) -> None:
    """Check the conditions of transitions and the rules. Raises `frappe.ValidationError` that names table and row."""
    problems = [*_of_state_field(workflow), *_of_conditions(workflow), *_of_rules(workflow)]
    if problems:
        frappe.throw(problems, title=_("Please Check the Rules"), as_list=True)


def _of_state_field(workflow: Document) -> Iterator[str]:
    """A workflow over any other field would count and overwrite content. A field that is missing is made by Frappe."""
    meta, fieldname = frappe.get_meta(workflow.document_type), workflow.workflow_state_field
    if (meta.has_field(fieldname) or fieldname in STANDARD) and not is_state_field(meta, fieldname):
        yield _("The field “{0}” holds no states. Please choose the field with the state, or a new name.").format(
            fieldname
        )


def _of_conditions(workflow: Document) -> Iterator[str]:
    meta = frappe.get_meta(workflow.document_type)
    empty = frappe.new_doc(workflow.document_type).as_dict()
    for row in workflow.transitions:
        problem = row.condition and _problem_of(row.condition, meta, empty)
        if problem:
            yield _("Transitions, row {0}: the condition “{1}” {2}").format(row.idx, row.condition, problem)


def _problem_of(condition: str, meta: Any, empty: dict) -> str | None:
    """Return what is wrong with a condition, tried on an empty document as every new one is."""
    try:
        tree = ast.parse(condition.strip(), mode="eval")
    except SyntaxError as error:
        return _("cannot be read at character {0}.").format(error.offset or 1)
    unknown = sorted({name for name in _fields_in(tree) if name not in STANDARD and not meta.has_field(name)})
    if unknown:
        return _("names fields that do not exist: {0}.").format(", ".join(unknown))
    try:
        frappe.safe_eval(condition, get_workflow_safe_globals(), {"doc": empty})
    except Exception as error:
        return _("fails on a document that is not filled in ({0}). Ask first whether the field has a value.").format(
            error
        )
    return None


def _fields_in(tree: ast.AST) -> Iterator[str]:
    """Yield the fields that a condition reads: `doc.field` and `doc.get("field")`."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_doc(node.value) and id(node) not in called:
            yield node.attr
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_doc(node.func.value):
            yield from (part.value for part in node.args[:1] if isinstance(part, ast.Constant))


def _is_doc(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "doc"


def _of_rules(workflow: Document) -> Iterator[str]:
    meta, states = frappe.get_meta(workflow.document_type), {row.state for row in workflow.states}
    for table in (STEPS, STATES, TASKS):
        label = _(workflow.meta.get_label(table))
        for row in workflow.get(table) or ():
            problems = [*_of_row(meta, row)]
            if row.state not in states:
                problems.append(_("The workflow has no state “{0}”.").format(_(row.state)))
            yield from (_("{0}, row {1}: {2}").format(label, row.idx, problem) for problem in problems)
    yield from _of_actions(workflow)


def _of_actions(workflow: Document) -> Iterator[str]:
    ways = {(row.state, row.action) for row in workflow.transitions}
    for row in workflow.get(STEPS) or ():
        if row.action and (row.state, row.action) not in ways:
            problem = _("No transition leads out of “{0}” by “{1}”.").format(_(row.state), _(row.action))
            yield _("{0}, row {1}: {2}").format(_(workflow.meta.get_label(STEPS)), row.idx, problem)


def _of_row(meta: Any, row: Any) -> Iterator[str]:
    """Yield what is wrong with the fields that a row names."""
    yield from _of_field(meta, row.get("user_field"), USERS)
    yield from _of_field(meta, row.get("team_field"), TEAMS)
    if row.get("required_field") and not meta.has_field(row.required_field):
        yield _("There is no field “{0}”.").format(row.required_field)
    if "Colleague in a Field" in (row.get("allowed_to"), row.get("assign_to")) and not row.user_field:
        yield _("Please choose the field with the colleague.")
    if row.get("assign_to") == BY_LOAD and not row.team_field:
        yield _("Please choose the field with the team.")
    if row.get("target_days") and not meta.has_field("state_history"):
        yield _("Documents of this kind keep no history of their states, so a target cannot be watched.")


def _of_field(meta: Any, fieldname: str | None, target: str) -> Iterator[str]:
    field = meta.get_field(fieldname) if fieldname else None
    if fieldname and not (field and field.fieldtype == "Link" and field.options == target):
        yield _("“{0}” is no field of this form that names one of “{1}”.").format(fieldname, _(target))
