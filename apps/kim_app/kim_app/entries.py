"""What is entered must be what the field is for: a number is a number, a date is a day, a text can be read.

Frappe takes a text in a number field for 0 and a strange date as it comes; both would be lost without a word.
"""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate

MODULE = "KIM"
NUMBERS = ("Int", "Float", "Currency", "Percent")
LINES = ("Data",)
TEXTS = ("Small Text", "Text", "Long Text")
LENGTHS = {"Data": 140, "Small Text": 10_000, "Text": 50_000, "Long Text": 50_000}
"""Characters that a field takes, unless the field itself sets another length."""

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200


def require_sound_entries(doc: Document, _method: str | None = None) -> None:
    """Refuse what does not fit its field, in `doc` and its rows. Raises `frappe.ValidationError` with all of it."""
    if doc.meta.module != MODULE:
        return
    problems = [problem for row in (doc, *doc.get_all_children()) for problem in _problems_of(row)]
    if problems:
        frappe.throw(problems, title=_("Please Check Your Entries"), as_list=len(problems) > 1)


def require_whole_documents(doc: Document, _method: str | None = None) -> None:
    """Refuse a row of a table that is saved on its own, as REST allows: its document would check nothing.

    Raises `frappe.PermissionError`. The super-user mends single rows.
    """
    if doc.meta.istable and doc.meta.module == MODULE and frappe.session.user != "Administrator":
        frappe.throw(
            _("A row is changed in the document that it belongs to. Please open that document."), frappe.PermissionError
        )


def _problems_of(row: Any) -> Iterator[str]:
    for field in row.meta.get("fields"):
        value = row.get(field.fieldname)
        check = CHECKS.get(field.fieldtype)
        if check and value not in (None, "") and (problem := check(value, field)):
            yield _("{0}: {1}").format(frappe.bold(_place_of(row, field)), problem)


def _place_of(row: Any, field: Any) -> str:
    """Name the field as the form does, and in a table its row."""
    label = _(field.label or field.fieldname, context=row.doctype)
    return f"{_('Row {0}').format(row.idx)}, {label}" if row.get("parentfield") else label


def _number(value: Any, field: Any) -> str | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return _("Please enter a number.")
    if number != number or abs(number) > 10**9:
        return _("Please enter a smaller number.")
    if field.fieldtype == "Int" and number != int(number):
        return _("Please enter a whole number.")
    return None


def _day(value: Any, field: Any) -> str | None:
    try:
        day = getdate(value) if field.fieldtype == "Date" else get_datetime(value)
    except Exception:  # whatever the parser stumbles over, the entry is no date
        day = None
    if not day or (not isinstance(value, str) and not hasattr(value, "year")):
        return _("Please enter a date.")
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return _("Please check the year.")
    return None


def _text(value: Any, field: Any) -> str | None:
    if not isinstance(value, str | int | float):
        return _("Please enter a text.")
    text, longest = str(value), int(field.length or LENGTHS[field.fieldtype])
    if len(text) > longest:
        return _("The text is too long: {0} of {1} characters. Please shorten it.").format(len(text), longest)
    if any(_unreadable(character, field) for character in text):
        return _("The text has characters that cannot be shown. Please type it again.")
    return None


def _unreadable(character: str, field: Any) -> bool:
    """Control characters, and marks that turn the direction of writing so that a text reads as another one."""
    if character in "\n\r\t":
        return field.fieldtype in LINES
    return unicodedata.category(character) in ("Cc", "Cs", "Co") or character in "\u202a\u202b\u202d\u202e"


CHECKS: dict[str, Callable[[Any, Any], str | None]] = {
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(("Date", "Datetime"), _day),
    **dict.fromkeys((*LINES, *TEXTS), _text),
}
