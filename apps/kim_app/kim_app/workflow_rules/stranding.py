"""Documents that a change of a workflow would leave in a state without a way out, and the way to move them first."""

from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count

from kim_app.workflow_rules.reading import ended_states, is_state_field, workflow_of


def refuse_stranding(workflow: Document, _method: str | None = None) -> None:
    """Refuse a change after which documents could not go on. Raises `frappe.ValidationError` with their numbers."""
    if not workflow.is_active or frappe.flags.in_install:
        return
    problems = list(_problems(workflow))
    if problems:
        frappe.throw(problems, title=_("Documents Would Be Stranded"), as_list=True)


def numbers(doctype: str, field: str) -> dict[str, int]:
    """Return how many documents of a DocType stand in each state; nothing for a field that holds no states."""
    if not is_state_field(frappe.get_meta(doctype), field):
        return {}
    table = frappe.qb.DocType(doctype)
    query = frappe.qb.from_(table).select(table[field], Count("*")).groupby(table[field])
    return {state: number for state, number in query.run() if state}


def dead_ends(workflow: Document) -> set[str]:
    """Return the states that nothing leads out of, although the work is not said to be done there."""
    states = {row.state for row in workflow.states}
    return states - {row.state for row in workflow.transitions} - set(ended_states(workflow))


def _problems(workflow: Document) -> Iterator[str]:
    states, closed = {row.state for row in workflow.states}, dead_ends(workflow)
    known = dead_ends(_stored(workflow)) if _stored(workflow) else set()
    for state, number in sorted(numbers(workflow.document_type, workflow.workflow_state_field).items()):
        if state not in states:
            yield _(
                "{0} documents are in “{1}”, which this workflow does not have. Please move them first with the button "
                "“Move Documents”, or keep the state."
            ).format(number, _(state))
        elif state in closed - known:
            yield _(
                "{0} documents are in “{1}”, and nothing leads out of it. Please keep a transition, or mark the state "
                "in the rules as “Work Is Done”."
            ).format(number, _(state))


def _stored(workflow: Document) -> Document | None:
    """Return the workflow that is in force until now: what was a dead end before is not this change's fault."""
    return workflow.get_doc_before_save() or workflow_of(workflow.document_type)
