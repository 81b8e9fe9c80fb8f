"""The smallest document of each DocType that the app takes, made from the fields that it asks for."""

from collections.abc import Callable
from typing import Any

PLAIN = {
    "Data": "Beispiel",
    "Small Text": "Ein Text.",
    "Text": "Ein Text.",
    "Text Editor": "<p>Ein Text.</p>",
    "Date": "2026-03-01",
    "Datetime": "2026-03-01 10:00:00",
    "Int": 3,
    "Float": 3,
    "Percent": 3,
    "Check": 1,
    "Attach": None,
}
CHOSEN = {
    "Deputy Arrangement": {"absent_user": "casemanagement1@kim.example", "deputy": "casemanagement2@kim.example"},
    "Statistic": {"document_type": "Referral", "row_field": "life_area"},
    "Retention Rule": {"document_type": "Case", "from_field": "closed_on"},
    "Legal Notice": {"applies_if": "title == 'visa'"},
    "Measure": {"responsible_type": "User", "responsible": "koordination@kim.example"},
    "Meeting": {"meeting_type": "Network Meeting"},
    "Data Subject Request": {"first_name": "Ada", "last_name": "Beispiel"},
    "Disclosure": {"recipient_text": "Bundesamt"},
    "Annual Report": {"year": 2025},
    "Processing Activity": {"documents": [{"document_type": "Case"}]},
    "Retention Run": {"run_on": "2026-03-01"},
}
"""Values that no field definition tells."""


def sample(site: Any, doctype: str, **values: Any) -> dict[str, Any]:
    """Return the field values of a document that can be inserted; what it links to is inserted on the way."""
    chosen = {**CHOSEN.get(doctype, {}), **values}
    for field in site.get_meta(doctype).fields:
        if field.reqd and field.fieldname not in chosen and not field.default:
            chosen[field.fieldname] = value_of(site, field)
    return {"doctype": doctype, **chosen}


def value_of(site: Any, field: Any) -> Any:
    """Return a value that fits the field."""
    makers: dict[str, Callable[[], Any]] = {
        "Link": lambda: linked(site, field.options),
        "Select": lambda: next(option for option in field.options.split("\n") if option),
        "Table": lambda: [{**sample(site, field.options), "doctype": None}],
    }
    if field.fieldname in ("code", "actor_name", "rule_name", "activity_name"):
        return site.generate_hash(length=10)
    return makers[field.fieldtype]() if field.fieldtype in makers else PLAIN[field.fieldtype]


def linked(site: Any, doctype: str) -> str:
    """Return the name of a document to link to: a list's first entry, a login, or a new sample."""
    if doctype in ("User", "Role", "Country", "Workflow State"):
        return {"User": "casemanagement1@kim.example", "Role": "KIM Coordinator", "Country": "Ghana"}.get(
            doctype, "Sent"
        )
    if site.get_meta(doctype).document_type == "Setup":
        return site.get_all(doctype, filters={"active": 1}, order_by="sort_order", pluck="name", limit=1)[0]
    return site.get_doc(sample(site, doctype)).insert().name
