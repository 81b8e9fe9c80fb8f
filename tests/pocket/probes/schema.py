"""Probe of altered tables."""

from contextlib import suppress

from tests.pocket.probes import probe

SHIPPED_WITHOUT_KEY = {"tabSessions", "tabSingles"}


@probe("sqlite-schema")
def an_altered_table_keeps_key_defaults_and_indexes(frappe):
    tables = [name for name in frappe.db.get_tables(cached=False) if name.startswith("tab")]
    assert {name for name in tables if not keys(frappe, name)} == SHIPPED_WITHOUT_KEY
    note = frappe.get_doc(doctype="Note", title="one", content="<p>kept</p>").insert()
    before = frappe.db.sql("PRAGMA table_info(tabNote)")
    frappe.db.commit()
    make_unique(frappe, "Note", "title")
    frappe.db.change_column_type("Note", "content", "LONGTEXT", nullable=True)
    after = frappe.db.sql("PRAGMA table_info(tabNote)")
    assert [row for row in after if row[1] != "content"] == [row for row in before if row[1] != "content"]
    assert frappe.db.get_value("Note", note.name, "content") == "<p>kept</p>"
    assert frappe.db.get_column_index("tabNote", "creation")
    assert refused(frappe, note.name, "two") and refused(frappe, "other", "one")
    frappe.db.updatedb("Note")
    assert frappe.db.sql("PRAGMA table_info(tabNote)") == before  # as the DocType says, again


def keys(frappe, table):
    return [row.name for row in frappe.db.sql(f"PRAGMA table_info(`{table}`)", as_dict=True) if row.pk]


def make_unique(frappe, doctype, field):
    setter = {"doctype": doctype, "fieldname": field, "property": "unique", "value": "1", "property_type": "Check"}
    frappe.make_property_setter(setter)
    frappe.clear_cache(doctype=doctype)
    frappe.db.updatedb(doctype)


def refused(frappe, name, title):
    with suppress(Exception):
        frappe.db.sql("insert into tabNote (name, title) values (%s, %s)", (name, title))
        return False
    return True
