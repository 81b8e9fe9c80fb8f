"""Give a site its configuration once, and never again."""

import json

import frappe


def seed_once(doctype: str, records: list[dict]) -> list[str]:
    """Insert those records whose names this site was never given, and return the names inserted.

    A record that exists already stays as it is. One that an administrator deleted does not come back, since the
    site remembers every name it was given. `records` hold field values; the field that names the DocType is
    among them.
    """
    key_field = frappe.get_meta(doctype).autoname.removeprefix("field:")
    given = _given(doctype)
    new = [record for record in records if record[key_field] not in given]
    inserted = [record[key_field] for record in new if _insert(doctype, record, key_field)]
    if new:
        names = given.union(record[key_field] for record in new)
        frappe.db.set_global(_memory(doctype), json.dumps(sorted(names)))
    return inserted


def seed_rows_once(single: str, fieldname: str, rows: list[dict]) -> None:
    """Give a table of a single DocType its first rows, unless this site was given them before.

    Rows that an administrator changed or deleted do not come back.
    """
    given = _given(single)
    if fieldname in given:
        return
    doc = frappe.get_doc(single)
    if not doc.get(fieldname):
        doc.set(fieldname, rows)
        doc.save()
    frappe.db.set_global(_memory(single), json.dumps(sorted({*given, fieldname})))


def _insert(doctype: str, record: dict, key_field: str) -> bool:
    if frappe.db.exists(doctype, record[key_field]):
        return False
    frappe.get_doc({"doctype": doctype, **record}).insert()
    return True


def _given(doctype: str) -> set[str]:
    """Return the names that this site was given; read past the cache, which outlives a rollback."""
    stored = frappe.db.get_value("DefaultValue", {"parent": "__global", "defkey": _memory(doctype)}, "defvalue")
    return set(json.loads(stored or "[]"))


def _memory(doctype: str) -> str:
    return f"kim_app_seeded_{frappe.scrub(doctype)}"
