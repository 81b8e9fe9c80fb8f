"""Report: the register of processing activities (Art. 30 GDPR), read off forms, rights, rules and records."""

from typing import Any

import frappe
from frappe import _

from kim_app.charts import bars
from kim_app.data_protection import register
from kim_app.permissions.companions import COMPANION_RULES
from kim_app.reports import behind, column, finished, summary
from kim_app.roles import ADMINISTRATOR, DATA_PROTECTION_OFFICER
from kim_app.settings import setting

READERS = (DATA_PROTECTION_OFFICER, ADMINISTRATOR)
BARS = 8


def execute(filters: dict[str, Any] | None = None) -> tuple:
    """Return columns, rows, a message, a chart and a summary; no content of any document.

    Raises `frappe.PermissionError` for all but the data protection officer and the administrator.
    """
    frappe.only_for(READERS)
    found = register.rows(filters or {})
    for row in found:
        row.behind = {"activity": behind(register.ACTIVITY, [row.activity] if row.activity else [])}
    columns, shown = finished(_columns(), found, {"records": register.held(found), "document_type": None})
    return columns, shown, _message(), _chart(found), _summary(found)


def _columns() -> list[dict[str, Any]]:
    return [
        column("activity", _("Processing Activity"), width=220),
        column("kind", _("Kind of Document"), width=170),
        column("records", _("Documents Held"), "Int", 110),
        column("missing", _("Missing"), width=140),
        column("purpose", _("Purpose"), width=320),
        column("legal_basis", _("Legal Basis"), width=320),
        column("persons", _("Persons Concerned"), width=220),
        column("categories", _("Categories of Data"), width=320),
        column("special", _("Special Categories (Art. 9)"), width=220),
        column("readers", _("Roles That May Read"), width=320),
        column("recipients", _("Recipients Outside"), width=220),
        column("retention", _("Retention"), width=320),
        column("safeguards", _("Safeguards"), width=260),
        column("measures", _("Further Measures"), width=220),
        column("controller", _("Responsible Unit"), width=200),
        column("third_countries", _("Third Countries"), width=180),
        column("document_type", _("Document Type"), hidden=1),
    ]


def _message() -> str:
    """Name who is responsible (Art. 30 (1) a GDPR), and say what the figures mean and what KIM does not encrypt."""
    bodies = {
        _("Controller"): setting("municipality"),
        _("Data Protection Officer"): setting("data_protection_contact"),
    }
    named = [f"{label}: {frappe.utils.escape_html(text)}." for label, text in bodies.items() if text]
    encrypted = frappe.db.get_single_value("System Settings", "encrypt_backup")
    return " ".join(
        [
            *named,
            _("A role “by rule” reads only what the rule of KIM leaves to it, such as own cases."),
            _("Backups are encrypted.") if encrypted else _("Backups are not encrypted by KIM."),
        ]
    )


def _chart(found: list[Any]) -> dict[str, Any] | None:
    """Draw how many documents there are of the most frequent kinds, without what only accompanies them."""
    counted = {row.kind: row.records for row in found if row.document_type not in COMPANION_RULES}
    largest = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:BARS]
    labels, values = [label for label, _number in largest], [number for _label, number in largest]
    return bars(labels, _("Documents Held"), values) if largest else None


def _summary(found: list[Any]) -> list[dict[str, Any]]:
    gaps = len({row.document_type for row in found if row.missing})
    activities = {row.activity for row in found if row.activity}
    numbers = (
        (_("Kinds of Documents"), len({row.document_type for row in found}), "Blue"),
        (_("With Special Categories"), len({row.document_type for row in found if row.special}), "Orange"),
        (_("Something Missing"), gaps, "Red" if gaps else "Green"),
    )
    return [
        summary(_("Processing Activities"), register.ACTIVITY, activities, "Blue"),
        *({"label": label, "value": value, "datatype": "Int", "indicator": color} for label, value, color in numbers),
    ]
