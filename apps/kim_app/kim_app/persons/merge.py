"""Two records of the same person become one, and nothing of either is lost."""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.rename_doc import rename_doc

from kim_app.consents import EXCHANGE, valid_consent
from kim_app.persons import contact, household, relations, residence
from kim_app.roles import CASE_MANAGER, OFFICE_OF_CLERK

SAVEPOINT = "kim_merge_persons"
# Settled in ways of their own: computed, united, or never taken over.
APART = (
    "full_name", "other_names", "birth_date_estimated", "address_blocked", "household_size", "minors_in_household",
    "anonymised_on", "entered_by", "name_key", "residence_title", "residence_valid_until",
)  # fmt: skip
NOTES = ("earlier_values", "earlier_family_values")
TAKEN_IF_EITHER = ("interpreter_needed",)


def check(source: str, target: str) -> tuple[Document, Document]:
    """Return both persons if the user may merge them.

    Raises `frappe.PermissionError` if one of them may not be written, or if the merger would cross the line between
    counselling and an office without the consent to it; `frappe.ValidationError` if there is nothing to merge.
    """
    docs = frappe.get_doc("Person", source), frappe.get_doc("Person", target)
    for doc in docs:
        doc.check_permission("write")
    if source == target:
        frappe.throw(_("Both are the same record. Please choose another person."))
    if any(doc.anonymised_on for doc in docs):
        frappe.throw(_("An anonymised record cannot be merged. Please choose another person."))
    _check_secrecy(*docs)
    return docs


def merge(source: str, target: str) -> None:
    """Merge `source` into `target`: links, rows and values move, differing values are noted, `source` is removed.

    Raises what `check` raises; if anything fails, nothing is changed.
    """
    docs = check(source, target)
    frappe.db.savepoint(SAVEPOINT)
    try:
        _merge(*docs)
    except Exception:
        frappe.db.rollback(save_point=SAVEPOINT)
        raise


def preview(source: str, target: str) -> list[dict]:
    """Return label, both values and the kept one for each field that the user may read. Raises what `check` raises."""
    docs = check(source, target)
    for doc in docs:
        doc.apply_fieldlevel_read_permissions()
    return list(_preview(*docs))


def _merge(source: Document, target: Document) -> None:
    contact_of_source = contact.values_of(source)
    # There is one such record for each person, and both may have one.
    contact.forget(source.name)
    options = {"force": True, "merge": True, "show_alert": False, "rebuild_search": False}
    # Both rights were checked, and nobody has the right to delete a person otherwise.
    rename_doc("Person", source.name, target.name, ignore_permissions=True, **options)
    # The copy among deleted documents would hold what moved, outside of every rule.
    frappe.db.delete("Deleted Document", {"deleted_doctype": "Person", "deleted_name": source.name})
    target.reload()
    _unite_values(source, target, contact_of_source)
    _unite_rows(source, target)
    target.flags.merged_record = True
    # Family fields are hidden from clerks, but must not get lost when a clerk merges.
    target.save(ignore_permissions=True)
    if target.address_blocked:
        contact.absorb(target.name, contact_of_source)
    relations.drop_doubles(target.name)
    target.carry_name(always=True)
    household.recount(source.household)


def _check_secrecy(source: Document, target: Document) -> None:
    sides = _sides(source) | _sides(target)
    agreed = any(valid_consent(doc.name, EXCHANGE) for doc in (source, target))
    if len(sides) > 1 and not agreed:
        frappe.throw(
            _(
                "One of the two belongs to counselling, the other to an office. Merging them needs a consent with the "
                "purpose “Exchange with Foreigners Office”. Please enter it under “Consent” first."
            ),
            frappe.PermissionError,
            title=_("Consent Missing"),
        )


def _sides(doc: Document) -> set[str]:
    """Say on which sides of the secrecy line a person stands."""
    roles = set(frappe.get_roles(doc.entered_by)) if doc.entered_by not in (None, "Administrator") else set()
    sides = set()
    if CASE_MANAGER in roles or frappe.db.exists("Case", {"person": doc.name}):
        sides.add("counselling")
    if roles & set(OFFICE_OF_CLERK) or frappe.db.exists("Application", {"person": doc.name}):
        sides.add("office")
    return sides


def _fields(doc: Document) -> Iterator[Any]:
    """Yield the fields that are compared one by one."""
    for field in doc.meta.get("fields", {"fieldtype": ("not in", ("Table", "Check"))}):
        if field.fieldname in doc.meta.get_valid_columns() and field.fieldname not in (*APART, *NOTES):
            yield field


def _unite_values(source: Document, target: Document, contact_of_source: dict) -> None:
    """Fill what is empty, and note what differs."""
    if not target.birth_date:
        target.birth_date_estimated = source.birth_date_estimated
    blocked = target.address_blocked or source.address_blocked
    for field in _fields(target):
        if field.fieldname in contact.FIELDS:
            if blocked:
                continue
            value = contact_of_source.get(field.fieldname)
        else:
            value = source.get(field.fieldname)
        _unite_value(target, field, value, source)
    for fieldname in TAKEN_IF_EITHER:
        target.set(fieldname, max(target.get(fieldname) or 0, source.get(fieldname) or 0))
    target.address_blocked = blocked
    _unite_names(source, target)
    for fieldname in NOTES:
        if source.get(fieldname):
            _note(target, fieldname, source.get(fieldname))


def _unite_value(target: Document, field: Any, value: Any, source: Document) -> None:
    if value in (None, ""):
        return
    if target.get(field.fieldname) in (None, ""):
        target.set(field.fieldname, value)
    elif str(target.get(field.fieldname)) != str(value):
        _note(target, NOTES[bool(field.permlevel)], f"{source.name}: {_(field.label)}: {_text(value, field)}")


def _unite_names(source: Document, target: Document) -> None:
    """Keep every name under which somebody may look for the person."""
    names = [name.strip() for name in (target.other_names or "").split(",")]
    names += [name.strip() for name in (source.other_names or "").split(",")]
    if source.full_name != target.full_name:
        names.append(source.full_name)
    target.other_names = ", ".join(filter(None, dict.fromkeys(names)))


def _unite_rows(source: Document, target: Document) -> None:
    spoken = {row.language for row in target.languages}
    for row in source.languages:
        if row.language not in spoken:
            target.append("languages", _copy(row))
        elif line := _differing_language(row, target):
            _note(target, NOTES[0], f"{source.name}: {line}")
    for row in source.residence_periods:
        if residence.fits_beside(row, target.residence_periods):
            target.append("residence_periods", _copy(row))
        elif not residence.is_among(row, target.residence_periods):
            _note(target, NOTES[0], f"{source.name}: {residence.describe(row)}")
    _unite_relations(source, target)


def _unite_relations(source: Document, target: Document) -> None:
    rows = [row for row in target.family_relations if row.relative not in (source.name, target.name)]
    there = {(row.relative, row.relation) for row in rows}
    for row in source.family_relations:
        if row.relative not in (source.name, target.name) and (row.relative, row.relation) not in there:
            rows.append(_copy(row))
    target.set("family_relations", rows)


def _differing_language(row: Document, target: Document) -> str | None:
    same = next(other for other in target.languages if other.language == row.language)
    if (same.level, same.proof) == (row.level, row.proof):
        return None
    return f"{_('Language')}: {row.language} {_(row.level or '')}"


def _copy(row: Document) -> dict:
    return row.as_dict(no_default_fields=True)


def _note(target: Document, fieldname: str, line: str) -> None:
    target.set(fieldname, f"{target.get(fieldname) or ''}\n{line}".strip())


def _text(value: Any, field: Any) -> str:
    if field.fieldtype == "Select":
        return _(value, context=field.parent)
    if field.fieldtype == "Link" and field.options == "Household":
        return f"{frappe.db.get_value('Household', value, 'household_name')} ({value})"
    return frappe.format(value, {"fieldtype": field.fieldtype, "options": field.options})


def _preview(source: Document, target: Document) -> Iterator[dict]:
    for field in _fields(target):
        here, there = (_readable(doc, field) for doc in (target, source))
        if here or there:
            yield {
                "label": _(field.label, context="Person"),
                "target": here,
                "source": there,
                "kept": here or there,
                "differs": bool(here and there and here != there),
            }


def _readable(doc: Document, field: Any) -> str:
    value = doc.get(field.fieldname)
    return _text(value, field) if value not in (None, "") else ""
