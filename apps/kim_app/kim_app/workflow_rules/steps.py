"""Who may take a step of a workflow, and what must be there: asked on every way that changes the state."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model import workflow as framework
from frappe.model.document import Document

from kim_app.permissions.scopes import absent_colleagues
from kim_app.workflow_rules.reading import rules_of_step, state_in, step_of, workflow_of

SUPER_USER = "Administrator"


def hold(doc: Document, _method: str | None = None) -> None:
    """Refuse a step that the rules beside the workflow do not allow.

    Where several actions lead to the same state, one that is allowed is enough. Raises `frappe.ValidationError` that
    says who may take the step, or what is missing and where to enter it.
    """
    workflow = workflow_of(doc.doctype)
    step = step_of(workflow, doc) if workflow else None
    if not step:
        return
    refusals = [list(_problems(workflow, doc, step.state, action)) for action in step.actions]
    if refusals and all(refusals):
        frappe.throw(
            min(refusals, key=len), title=_("“{0}” Is Not Possible Yet").format(_(step.next_state)), as_list=True
        )


def offered(doc: Document) -> list[dict]:
    """Return the transitions that the user may take, as far as roles, conditions and rules about people go."""
    workflow = workflow_of(doc.doctype)
    return [
        row for row in framework.get_transitions(doc, workflow) if not list(_strangers(workflow, doc, row["action"]))
    ]


def comment_is_missing(doc: Document, action: str) -> bool:
    """Say whether `action` demands a comment that the user has not written since the document is in its state."""
    workflow = workflow_of(doc.doctype)
    rules = rules_of_step(workflow, state_in(workflow, doc), action) if workflow else ()
    return any(row.requires_comment for row in rules) and not _has_commented(doc)


def _problems(workflow: Document, doc: Document, state: str, action: str) -> Iterator[str]:
    # Who is responsible is asked of the stored document, or a step could make its taker responsible.
    yield from _strangers(workflow, doc.get_doc_before_save(), action)
    for row in rules_of_step(workflow, state, action):
        if row.required_field and not doc.get(row.required_field):
            label = _(doc.meta.get_label(row.required_field), context=doc.doctype)
            yield _("Please fill in the field “{0}”.").format(label)
        if row.requires_comment and not _has_commented(doc):
            yield _("Please write a comment below the form that says why, and then choose “{0}” again.").format(
                _(action)
            )


def _strangers(workflow: Document, doc: Document, action: str) -> Iterator[str]:
    """Yield why the user is not among those for whom the action is."""
    if frappe.session.user == SUPER_USER:
        return
    for row in rules_of_step(workflow, state_in(workflow, doc), action):
        if row.allowed_to and not PEOPLE[row.allowed_to](doc, row):
            yield who(doc, row)


def _is_in_field(doc: Document, row: Any) -> bool:
    colleague, user = doc.get(row.user_field), frappe.session.user
    return bool(colleague) and (colleague == user or colleague in absent_colleagues(user).run(pluck=True))


def _is_creator(doc: Document, _row: Any) -> bool:
    return creator_of(doc) == frappe.session.user


def _is_not_creator(doc: Document, _row: Any) -> bool:
    return creator_of(doc) != frappe.session.user


def _is_fresh(doc: Document, _row: Any) -> bool:
    return _last_taker(doc) != frappe.session.user


PEOPLE: dict[str, Callable[[Document, Any], bool]] = {
    "Colleague in a Field": _is_in_field,
    "Creator": _is_creator,
    "Not the Creator": _is_not_creator,
    "Not Who Took the Last Step": _is_fresh,
}
"""The choices of `Workflow Step Rule.allowed_to`, each with what it asks of the present user."""


def creator_of(doc: Document) -> str:
    """Return who entered the document; some keep that in a field of their own and not in the open."""
    return doc.get("entered_by") or doc.owner


def _last_taker(doc: Document) -> str:
    history = doc.get("state_history")
    return history[-1].changed_by if history else creator_of(doc)


def _has_commented(doc: Document) -> bool:
    history = doc.get("state_history")
    mine = {"comment_type": "Comment", "owner": frappe.session.user}
    mine |= {"reference_doctype": doc.doctype, "reference_name": doc.name}
    entered = history and _stored(doc).state_history[-1].entered_on
    return bool(frappe.db.exists("Comment", mine | {"creation": (">=", entered or doc.creation)}))


def _stored(doc: Document) -> Document:
    """Return the document as it was before this step."""
    return doc.get_doc_before_save() or doc


def who(doc: Document, row: Any) -> str:
    """Say for whom a step is that has a rule about people."""
    if row.allowed_to == "Colleague in a Field":
        label = _(doc.meta.get_label(row.user_field), context=doc.doctype)
        return _("Only the colleague in the field “{0}”, or the deputy, may do this.").format(label)
    return {
        "Creator": _("Only who entered this document may do this."),
        "Not the Creator": _("A second person is needed: who entered this document may not do this."),
        "Not Who Took the Last Step": _("A second person is needed: who took the last step may not take this one."),
    }[row.allowed_to]
