"""What must be there before a document enters a state. Who is stopped is told what is missing and where to enter it.

Each module of this package holds the gates of one DocType. A gate is asked when the state changes, by whatever way:
button, form, list, import or REST. It names the states that it does *not* guard rather than those that it does, where
secrecy is at stake: a state that an administrator adds later is then guarded as well.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

GATED = ("Case", "Referral", "Application", "Meeting", "Barrier")
"""DocTypes with gates, each in the module of its name."""


@dataclass(frozen=True)
class Gate:
    """One condition: `guards` says for a state whether it is asked, `missing` what stands in the way, or nothing."""

    guards: Callable[[str], bool]
    missing: Callable[[Document], str | None]


def into(*states: str) -> Callable[[str], bool]:
    """Guard exactly these states."""
    return lambda state: state in states


def beyond(*states: str) -> Callable[[str], bool]:
    """Guard every state but these."""
    return lambda state: state not in states


def listed(items: Iterable[str], problem: str, separator: str = ", ") -> str | None:
    """Return `problem` with the items that it is about, or nothing where there are none."""
    text = separator.join(items)
    return problem.format(text) if text else None


def pass_gates(doc: Document, _method: str | None = None) -> None:
    """Refuse a change of state as long as anything is missing. Raises `frappe.ValidationError` with all of it."""
    before = doc.get_doc_before_save()
    state = doc.get("workflow_state")
    if not before or not state or before.get("workflow_state") == state:
        return
    missing = problems_in(doc)
    if missing:
        frappe.throw(missing, title=_("“{0}” Is Not Possible Yet").format(_(state)), as_list=True)


def problems_in(doc: Document) -> list[str]:
    """Return what stands in the way of the state that `doc` shows, in the order of its gates."""
    state = doc.workflow_state
    return [problem for gate in gates_of(doc.doctype) if gate.guards(state) and (problem := gate.missing(doc))]


def gates_of(doctype: str) -> tuple[Gate, ...]:
    """Return the gates of a DocType, in the order in which their problems are told; most have none."""
    if doctype not in GATED:
        return ()
    return frappe.get_module(f"kim_app.gates.{frappe.scrub(doctype)}").GATES
