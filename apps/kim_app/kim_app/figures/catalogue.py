"""What may be counted by what: an allow-list, so that no figure can be made of names, contact data or free text.

A field may be a dimension if it chooses from a list: a Select, a Check, a link to a list of KIM, or a table of such
links. A link to a person or case is never one, but its fields can be reached through it (`person.nationality`). When a
document first entered or left a state of its workflow is a date like any other (`entered:Intake`, `left:Intake`).
Fields that a municipality adds follow the same rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.workflow import get_workflow_name

MAIN_DATES = {
    "Case": "opened_on",
    "Referral": "sent_on",
    "Application": "received_on",
    "Contact Note": "contact_on",
    "Barrier": "creation",
    "Measure": "due_on",
    "Meeting": "starts_on",
    "Actor": "creation",
    "Offer": "creation",
    "Person": "creation",
}
"""The DocTypes that figures are made of, and the date that a period means when none is chosen."""

ABOUT_PERSONS = ("Case", "Referral", "Application", "Contact Note", "Person")
"""Figures about these could tell of single persons, so small numbers are hidden."""

LISTS = ("Country", "Workflow State", "Actor", "Offer", "Team", "Barrier")
COLLEAGUES = ("case_manager", "clerk")
REACHED = ("Person", "Case", "Actor", "Offer", "Barrier", "Measure", "Meeting")
WORDS = {"Actor": ("city", "district")}
"""Texts that are no personal data and few enough to be counted by."""
NEVER = {"Person": ("birth_date", "address_blocked", "anonymised_on", "preferred_contact", "birth_date_estimated")}
CREATION = "creation"
HISTORY = "state_history"
MOMENTS = {"entered": "entered_on", "left": "left_on"}
DATES, NUMBERS = ("Date", "Datetime"), ("Int", "Float", "Percent", "Currency")


@dataclass(frozen=True)
class Field:
    """A field that figures use: `link` leads to it (or None), `table` is its child DocType if it holds several values.

    `values` names the DocType whose records it holds, `column` the column that holds the value.
    """

    name: str
    label: str
    kind: str
    doctype: str
    column: str
    link: str | None = None
    table: str | None = None
    values: str | None = None
    options: str | None = None
    state: str | None = None

    @property
    def multiple(self) -> bool:
        """Say whether one document counts in several rows."""
        return self.table is not None and self.state is None


def require_subject(doctype: str) -> None:
    """Refuse a DocType that is not in the list. Raises `frappe.ValidationError`."""
    if doctype not in MAIN_DATES:
        _refuse(doctype)


def field_of(doctype: str, name: str, *kinds: str) -> Field:
    """Return the field `name` or `link.name` if it is of one of the kinds `choice`, `date`, `number`.

    Raises `frappe.ValidationError` for everything else.
    """
    found = _moment(doctype, name) if ":" in name else _found(doctype, name)
    if not found or found.kind not in kinds:
        _refuse(name)
    return found


def _found(doctype: str, name: str) -> Field | None:
    link, _dot, last = name.rpartition(".")
    target, label = doctype, ""
    if link:
        df = frappe.get_meta(doctype).get_field(link)
        target, label = (df.options, _(df.label, context=doctype)) if df and _is_bridge(df) else (None, "")
    return _describe(target, last, link, label) if target else None


def _moment(doctype: str, name: str) -> Field | None:
    """Return the date on which documents first entered or left a state."""
    moment, _colon, state = name.partition(":")
    if moment not in MOMENTS or state not in _states(doctype):
        return None
    label = _("“{0}” reached") if moment == "entered" else _("“{0}” left")
    table = frappe.get_meta(doctype).get_field(HISTORY).options
    common = {"table": table, "options": HISTORY, "column": MOMENTS[moment], "state": state}
    return Field(name, label.format(_(state)), "date", doctype, **common)


def _states(doctype: str) -> list[str]:
    """Return the states whose times are kept in documents of `doctype`, in their order."""
    workflow = get_workflow_name(doctype) if frappe.get_meta(doctype).has_field(HISTORY) else None
    return [row.state for row in frappe.get_cached_doc("Workflow", workflow).states] if workflow else []


def fields_of(doctype: str) -> list[Field]:
    """Return all fields that figures about `doctype` can use, its own ones first."""
    require_subject(doctype)
    meta = frappe.get_meta(doctype)
    own = [_describe(doctype, name) for name in (*_names(meta), CREATION)]
    own += [_moment(doctype, f"{moment}:{state}") for state in _states(doctype) for moment in MOMENTS]
    reached = [
        _describe(bridge.options, name, bridge.fieldname, _(bridge.label, context=doctype))
        for bridge in meta.fields
        if _is_bridge(bridge)
        for name in _names(frappe.get_meta(bridge.options))
    ]
    return [field for field in (*own, *reached) if field]


def _names(meta: Any) -> Iterator[str]:
    return (df.fieldname for df in meta.fields)


def _is_bridge(df: Any) -> bool:
    """Say whether a link leads to fields that may be counted by."""
    return df.fieldtype == "Link" and (df.options in REACHED or _is_list(df.options))


def _is_list(doctype: str | None) -> bool:
    """Say whether a DocType is one of KIM's lists, or of the framework's lists that hold nothing personal."""
    if not doctype:
        return False
    meta = frappe.get_meta(doctype)
    return doctype in LISTS or (meta.module == "KIM" and meta.document_type == "Setup")


def _describe(doctype: str, name: str, link: str | None = None, link_label: str = "") -> Field | None:
    """Return a field as figures use it, or None if it may not be used."""
    if name == CREATION:
        return None if link else Field(name, _("Created On"), "date", doctype, name)
    df = frappe.get_meta(doctype).get_field(name)
    if not df or name in NEVER.get(doctype, ()):
        return None
    kind = _kind(doctype, df)
    if not kind:
        return None
    full, label = name, _(df.label, context=doctype)
    if link:
        full = f"{link}.{name}"
        label = f"{link_label}: {label}"
    common = {"name": full, "label": label, "kind": kind, "doctype": doctype, "link": link or None}
    if df.fieldtype == "Table MultiSelect":
        choice = _choice(df.options)
        return Field(**common, column=choice.fieldname, table=df.options, values=choice.options, options=name)
    values = df.options if df.fieldtype == "Link" else None
    options = df.options if df.fieldtype == "Select" else "Check" if df.fieldtype == "Check" else None
    return Field(**common, column=name, values=values, options=options)


def _kind(doctype: str, df: Any) -> str | None:
    if df.fieldtype in DATES:
        return "date"
    if df.fieldtype in NUMBERS:
        return "number"
    return "choice" if _is_choice(doctype, df) else None


def _is_choice(doctype: str, df: Any) -> bool:
    if df.fieldtype in ("Select", "Check"):
        return True
    if df.fieldtype == "Table MultiSelect":
        choice = _choice(df.options)
        return bool(choice and _is_list(choice.options))
    if df.fieldtype == "Link":
        return _is_list(df.options) or (df.options == "User" and df.fieldname in COLLEAGUES)
    return df.fieldname in WORDS.get(doctype, ())


def _choice(child: str) -> Any:
    """Return the link field of a table's rows."""
    return next((df for df in frappe.get_meta(child).fields if df.fieldtype == "Link"), None)


def _refuse(name: str) -> None:
    frappe.throw(
        _("No figures can be made of “{0}”. Please choose an entry from the list.").format(name),
        title=_("Statistic"),
    )
