"""Which case an application belongs to: known to counselling alone, and only while the client agrees.

The link is written past the document, so that neither its versions nor an answer to the clerk's saving show it.
"""

import frappe
from frappe.model.document import Document

from kim_app.cases.review import ENDED
from kim_app.consents import EXCHANGE, valid_consent


def link_case(doc: Document) -> None:
    """Set the case of one application to the only open case of its person, or to none."""
    _set(doc.name, case_of(doc.person))


def link_cases_of(doc: Document, _method: str | None = None) -> None:
    """Renew the links after a case or a consent of a person was changed, deleted or given to another person."""
    before = doc.get_doc_before_save()
    for person in {doc.person, before.person if before else doc.person}:
        case = case_of(person)
        for name in frappe.get_all("Application", filters={"person": person}, pluck="name"):
            _set(name, case)


def case_of(person: str) -> str | None:
    """Return the only open case of a person who agreed to the exchange with the office, or None."""
    if not valid_consent(person, EXCHANGE):
        return None
    cases = frappe.get_all(
        "Case", filters={"person": person, "workflow_state": ("not in", ENDED)}, pluck="name", limit=2
    )
    return cases[0] if len(cases) == 1 else None


def _set(application: str, case: str | None) -> None:
    if (frappe.db.get_value("Application", application, "case") or None) != case:
        frappe.db.set_value("Application", application, "case", case, update_modified=False)
