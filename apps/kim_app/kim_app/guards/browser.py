"""What an administrator writes and the browsers of colleagues would run: with their rights, on their documents.

Frappe evaluates the conditions of fields as JavaScript, and shows some texts as the HTML that they are.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from frappe import _

from kim_app.guards.fences import refuse

CONDITIONS = ("depends_on", "mandatory_depends_on", "read_only_depends_on", "collapsible_depends_on", "link_filters")
EVALUATED = {
    "Workspace Sidebar": ("items", "display_depends_on"),
    "Navbar Settings": ("settings_dropdown", "condition"),
}
TEXTS = {
    "Translation": ("translated_text",),
    "Form Tour": ("steps.description", "steps.ondemand_description"),
    "Website Settings": ("head_html", "brand_html", "banner_html"),
}
"""Fields that are shown as the HTML that they are; with a dot, a field of a table's rows."""
STRING = re.compile(r"'[^'\\]*'|\"[^\"\\]*\"")
COMPARISON = re.compile(r"[\w\s.!<>=&|?:,+\-*/()\[\]]*")
"""What is left of a condition without its texts: no braces, no semicolons, no backticks."""
ACTS = re.compile(r"(?<![=!<>])=(?!=)|=>|<<|>>|\+\+|--|/[/*]|\b(new|delete|void|await|yield|import)\b")
"""Assignments, functions, and comments that could hide a call."""
CALL = re.compile(r"([\w$.]+|[)\]])\s*\(")
ASKING = re.compile(r"(in_list|(.*\.)?(includes|indexOf|startsWith))")

PLAIN = {
    "a", "abbr", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "kbd", "li", "mark", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "u", "ul",
}  # fmt: skip
"""Marks that only give a text its look."""
ADDRESS = re.compile(r"\s*(https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)


def refuse_active_fields(doc: Any, _method: str | None = None) -> None:
    """Refuse fields whose conditions or HTML would act in the browser. Raises `frappe.PermissionError`."""
    if doc.doctype == "Property Setter":
        if doc.property in CONDITIONS and not is_comparison(doc.value):
            _refuse_condition()
        if doc.property == "options" and _is_template(doc.value):
            _refuse_html()
        return
    for field in doc.fields if doc.doctype == "DocType" else [doc]:
        if not all(is_comparison(field.get(condition)) for condition in CONDITIONS):
            _refuse_condition()
        if field.fieldtype == "HTML" and _is_active_or_template(field.options):
            _refuse_html()


def refuse_active_rows(doc: Any, _method: str | None = None) -> None:
    """Refuse entries of bars whose conditions would act in the browser. Raises `frappe.PermissionError`."""
    table, condition = EVALUATED[doc.doctype]
    if not all(is_comparison(row.get(condition)) for row in doc.get(table) or ()):
        _refuse_condition()


def refuse_active_texts(doc: Any, _method: str | None = None) -> None:
    """Refuse HTML that would act in the browser. Raises `frappe.PermissionError`."""
    if any(is_active(text) for text in _texts(doc)):
        _refuse_html()


def is_comparison(condition: str | None) -> bool:
    """Say whether a condition only looks at values: it calls, changes and makes nothing."""
    text = (condition or "").removeprefix("eval:")
    if "eval:" in text:
        return False
    rest = STRING.sub("0", text)
    if not COMPARISON.fullmatch(rest) or ACTS.search(rest):
        return False
    return all(ASKING.fullmatch(called) for called in CALL.findall(rest))


def is_active(html: str | None) -> bool:
    """Say whether HTML holds more than text with its mark-up."""
    reader = _Reader()
    reader.feed(html or "")
    # A tag that is not closed is no tag to the reader, but to a browser that finds its end in what follows.
    return reader.is_active or bool(re.match(r"<[a-z!/?]", reader.rawdata, re.IGNORECASE))


class _Reader(HTMLParser):
    is_active = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_active |= tag not in PLAIN or not all(_is_harmless(*attribute) for attribute in attrs)

    def handle_comment(self, data: str) -> None:
        self.is_active = True

    handle_decl = unknown_decl = handle_pi = handle_comment


def _is_harmless(name: str, value: str | None) -> bool:
    return not name.startswith("on") and (name not in ("href", "src") or bool(ADDRESS.match(value or "")))


def _texts(doc: Any) -> Iterator[str | None]:
    for path in TEXTS.get(doc.doctype, ()):
        table, _dot, field = path.rpartition(".")
        yield from (row.get(field) for row in (doc.get(table) or () if table else [doc]))
    if doc.doctype == "Workspace":
        for block in json.loads(doc.content or "[]"):
            yield from (value for value in block.get("data", {}).values() if isinstance(value, str))


def _is_active_or_template(html: str | None) -> bool:
    return is_active(html) or _is_template(html)


def _is_template(text: str | None) -> bool:
    """Say whether the Desk would render the text as a template, which may hold code."""
    return bool(re.search(r"\{[{%]", text or ""))


def _refuse_condition() -> None:
    refuse(_("A condition may compare fields, such as eval:doc.priority=='High'. It may not call or change anything."))


def _refuse_html() -> None:
    refuse(_("Texts may be formatted, but hold no scripts, templates or embedded pages."))
