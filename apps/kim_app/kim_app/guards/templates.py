"""Templates that an administrator writes: they show fields of their own document, and reach for nothing else.

Jinja runs with wide rights on the server. Forbidding words is not enough, since a document can load another one, so
templates are read as Jinja reads them, and only calls that are known to show something are let through.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from frappe import _
from frappe.utils.jinja import get_jenv, validate_template

from kim_app.guards.fences import is_trusted, refuse
from kim_app.setup.workflows import workflows

TEMPLATES = {
    "Print Format": ("html", "raw_commands", "format_data"),
    "Email Template": ("subject", "response", "response_html"),
    "Email Account": ("auto_reply_message",),
    "Letter Head": ("content", "footer"),
    "Notification": ("subject", "message", "recipients.cc", "recipients.bcc"),
    "Address Template": ("template",),
    "Assignment Rule": ("description",),
    "Auto Repeat": ("subject", "message"),
    "Webhook": ("request_url", "webhook_json"),
}
"""Fields that the framework renders, by DocType; with a dot, a field of a table's rows."""
BUILDER = "format_data"
"""Here the builder of print formats keeps texts as JSON."""

TRANSLATE = "_"
CALLS = ("get", "get_formatted", "strftime", "upper", "lower", "title", "strip", "split", "replace", "items", "cycle")
"""Methods that a template may call: none of them loads or changes a document."""
FRAMEWORK = "frappe"
HIDING = ("Include", "Import", "FromImport", "Extends", "Macro", "CallBlock", "Dict")
"""Parts of Jinja that take in other templates, or hide under a harmless name what is called."""
ASKING = re.compile(r"frappe\s*\.\s*db|get_value|get_list")


def refuse_reaching_templates(doc: Any, _method: str | None = None) -> None:
    """Refuse templates that reach for more than their document.

    Raises `frappe.PermissionError`, or `frappe.ValidationError` if Jinja cannot read one.
    """
    if not is_trusted() and any(_reaches_out(text) for text in _texts(doc)):
        refuse(_("A template may show fields of its own document, nothing else. Please leave out “frappe” and calls."))


def refuse_asking_conditions(doc: Any, _method: str | None = None) -> None:
    """Refuse conditions and values of a workflow that ask the database, but those of a release.

    Raises `frappe.PermissionError`.
    """
    shipped = {row["condition"] for workflow in workflows() for row in workflow["transitions"]}
    conditions = {row.condition or "" for row in doc.transitions} - shipped
    values = {row.update_value or "" for row in doc.states if row.get("evaluate_as_expression")}
    if any(ASKING.search(text) for text in conditions | values):
        refuse(_("A condition may look at fields of its own document, nothing else. Please leave out “frappe.db”."))


def _texts(doc: Any) -> Iterator[str]:
    for path in TEMPLATES[doc.doctype]:
        table, _dot, field = path.rpartition(".")
        for row in doc.get(table) or () if table else [doc]:
            text = row.get(field) or ""
            yield from _strings(json.loads(text)) if text and field == BUILDER else [text]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _reaches_out(text: str) -> bool:
    validate_template(text)
    return any(_is_reaching(node) for node in _nodes(get_jenv().parse(text)))


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in node.iter_child_nodes():
        yield from _nodes(child)


def _is_reaching(node: Any) -> bool:
    kind = type(node).__name__
    if kind == "Call":
        return not _is_known(node.node)
    if kind == "Name":
        # Whoever gives another meaning to the name of the translating function could call that.
        return node.name == FRAMEWORK or (node.name == TRANSLATE and node.ctx != "load")
    return kind in HIDING


def _is_known(called: Any) -> bool:
    kind = type(called).__name__
    return (kind == "Name" and called.name == TRANSLATE) or (kind == "Getattr" and called.attr in CALLS)
