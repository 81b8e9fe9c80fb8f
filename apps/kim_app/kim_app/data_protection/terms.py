"""How long a kind of document is kept, and what takes it away: by the rules as they are, not as somebody told."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from kim_app.data_protection.anonymise import LOGS
from kim_app.data_protection.holdings import LEFT_OUT
from kim_app.permissions.companions import CONTENT, FOLLOWING
from kim_app.setup.workflows.marks import _lt

STARTS = {
    "state_history": _lt("the day on which it came into its state"),
    "creation": _lt("the day of its entry"),
    "modified": _lt("its last change"),
}


class Terms:
    """The retention of all kinds of documents, read once."""

    def __init__(self) -> None:
        """Read the active Retention Rules and what the framework clears by itself."""
        self.rules: dict[str, list[Any]] = defaultdict(list)
        for rule in frappe.get_all("Retention Rule", filters={"active": 1}, fields=["*"], order_by="name"):
            self.rules[rule.document_type].append(rule)
        self.cleared = _cleared_by_the_system()

    def of(self, doctype: str) -> list[str]:
        """Return what ends the keeping of such documents, one sentence each; nothing if nothing does."""
        return [*map(_in_words, self.rules[doctype]), *self._follows(doctype), *self._clears(doctype)]

    def _follows(self, doctype: str) -> Iterator[str]:
        if doctype in (*FOLLOWING, *LOGS):
            yield _("With the document that it is about")
        elif doctype in CONTENT and doctype not in LEFT_OUT and not self.rules[doctype]:
            yield from _with_the_person(doctype)

    def _clears(self, doctype: str) -> Iterator[str]:
        if days := self.cleared.get(doctype):
            yield _("Removed by the system after {0} days").format(days)


def _cleared_by_the_system() -> dict[str, int]:
    """Return the days after which the daily job removes logs; what is not in its settings, it puts back there."""
    logs = {"parenttype": "Log Settings", "parent": "Log Settings"}
    chosen = dict(frappe.get_all("Logs To Clear", logs, ["ref_doctype", "days"], as_list=True))
    return {kind: days[-1] for kind, days in frappe.get_hooks("default_log_clearing_doctypes").items()} | chosen


def _in_words(rule: Any) -> str:
    text = _("{0}: {1} months after {2}, then {3}")
    return text.format(rule.rule_name, rule.months, _start(rule), _(rule.action).lower())


def _start(rule: Any) -> str:
    """Name the day from which the rule counts."""
    if rule.from_field in STARTS:
        return _(STARTS[rule.from_field])
    doctype, field = rule.document_type, rule.from_field
    if "." in field:
        link, field = field.split(".", 1)
        doctype = frappe.get_meta(doctype).get_field(link).options
    return _("the day in “{0}”").format(_(frappe.get_meta(doctype).get_label(field), context=doctype))


def _with_the_person(doctype: str) -> Iterator[str]:
    """Say what becomes of it when the last case or application of the person is anonymised."""
    meta = frappe.get_meta(doctype)
    if doctype == "Household" or _names_clients(meta):
        yield _("With the person, after the last case or application")
    elif any(_names_clients(frappe.get_meta(table.options)) for table in meta.get_table_fields()):
        yield _("Rows about a person: with the person")


def _names_clients(meta: Any) -> bool:
    return any(field.options in ("Person", "Case") for field in meta.get_link_fields())
