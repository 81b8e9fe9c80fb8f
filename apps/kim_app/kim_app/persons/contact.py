"""Contact data under an address block: kept apart from the person, for those alone who must know.

§ 51 BMG and protection from violence: whoever reads, lists, prints or exports the person finds nothing there.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.permissions import sees

PROTECTED = "Protected Contact"
FIELDS = ("phone", "email", "address_line", "postal_code", "city", "contact_hint")
SHOWN = "protected_contact"
"""Mark on a document that was filled for its reader: an empty field that comes back was emptied on purpose."""


def may_know(person: str, user: str | None = None) -> bool:
    """Say whether `user` (the current one) must know the protected contact data of a person."""
    user = user or frappe.session.user
    return user == "Administrator" or sees(PROTECTED, person, user)


def contact_of(person: str) -> dict:
    """Return phone, e-mail and address of a person as far as the current user may know them; else empty values.

    For letters and exports. The right to read the person is the caller's to check.
    """
    values = frappe.db.get_value("Person", person, ("address_blocked", *FIELDS), as_dict=True)
    if values.pop("address_blocked"):
        values = _stored(person) if may_know(person) else dict.fromkeys(FIELDS)
    return dict(values)


def values_of(doc: Document) -> dict:
    """Return the contact values of a person whoever asks: for what only moves them from one place to another."""
    return _stored(doc.name) if doc.address_blocked else {field: doc.get(field) for field in FIELDS}


def absorb(person: str, values: dict) -> None:
    """Add values of a merged record to the protected ones: fill what is empty, and note what differs as a hint."""
    kept = _stored(person)
    differing = [str(value) for field, value in values.items() if value and kept[field] not in (None, "", value)]
    filled = {field: kept[field] or values.get(field) for field in FIELDS}
    filled["contact_hint"] = "\n".join(filter(None, [filled["contact_hint"], *differing])) or None
    _store(person, filled)


def guard(doc: Document) -> None:
    """Before a save: take protected values out of the person. Raises `frappe.PermissionError` for who may not lift."""
    before = doc.get_doc_before_save()
    was_blocked = bool(before and before.address_blocked)
    if was_blocked and not may_know(doc.name):
        _refuse_lifting(doc)
        entered: dict[str, Any] = {}
    else:
        entered = _entered(doc, was_blocked)
    if not doc.address_blocked:
        if was_blocked:
            doc.update({**_stored(doc.name), **entered})
        return
    doc.flags.protected_values = entered
    doc.update(dict.fromkeys(FIELDS))


def keep(doc: Document) -> None:
    """After a save: store or give back the protected values, and wipe their traces."""
    before = doc.get_doc_before_save()
    if doc.address_blocked:
        _store(doc.name, doc.flags.pop("protected_values", None) or {})
        if before:
            # The version of this save is made of the difference to what stood there before.
            before.update(dict.fromkeys(FIELDS))
        if before and not before.address_blocked:
            wipe_versions(doc.name)
    elif before and before.address_blocked:
        forget(doc.name)


def show_to_reader(doc: Document) -> None:
    """Fill a document that is prepared for the current user; tell the form if something is hidden."""
    if not doc.address_blocked or doc.is_new():
        return
    if may_know(doc.name):
        doc.update(_stored(doc.name))
        doc.set_onload(SHOWN, 1)
    else:
        doc.set_onload("contact_hidden", 1)


def forget(person: str) -> None:
    """Delete the protected values for good: no copy stays among deleted documents."""
    # Who may delete or lift was checked on the person; nobody has the right to delete the record itself.
    frappe.delete_doc(PROTECTED, person, ignore_permissions=True, force=True, delete_permanently=True)


def wipe_versions(person: str) -> None:
    """Take the protected fields out of the history of a person."""
    for version in frappe.get_all("Version", {"ref_doctype": "Person", "docname": person}, ["name", "data"]):
        data = json.loads(version.data or "{}")
        kept = [change for change in data.get("changed", []) if change[0] not in FIELDS]
        if kept != data.get("changed", []):
            data["changed"] = kept
            frappe.db.set_value("Version", version.name, "data", json.dumps(data), update_modified=False)


def _refuse_lifting(doc: Document) -> None:
    if not doc.address_blocked:
        frappe.throw(
            _(
                "Only the case manager of record, that colleague's deputy or whoever entered the person may lift the "
                "address block. Please ask them."
            ),
            frappe.PermissionError,
            title=_("Address Blocked"),
        )


def _entered(doc: Document, was_blocked: bool) -> dict:
    """Return the contact values that this save brings.

    In a document under a block, an empty field means “not touched”, unless its reader was shown the values.
    """
    shown = not was_blocked or bool((doc.get("__onload") or {}).get(SHOWN))
    return {field: doc.get(field) or None for field in FIELDS if shown or doc.get(field) is not None}


def _stored(person: str) -> dict:
    return dict(frappe.db.get_value(PROTECTED, person, FIELDS, as_dict=True) or dict.fromkeys(FIELDS))


def _store(person: str, values: dict) -> None:
    """Write the values that changed; the record is there for every block, since it says who must know."""
    if not frappe.db.exists(PROTECTED, person):
        record = frappe.get_doc({"doctype": PROTECTED, "person": person, **values})
        # Whoever may write the person may block the address, also without seeing it afterwards.
        record.insert(ignore_permissions=True)
    elif any(value != stored for value, stored in _changes(person, values)):
        record = frappe.get_doc(PROTECTED, person)
        record.update(values)
        # `guard` has checked that the author must know; a version would be a second copy.
        record.save(ignore_permissions=True, ignore_version=True)


def _changes(person: str, values: dict) -> list[tuple]:
    stored = _stored(person)
    return [(value, stored[field]) for field, value in values.items()]
