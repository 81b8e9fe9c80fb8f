"""Probe of altered tables."""

from contextlib import suppress

from tests.pocket.probes import probe

SHIPPED_WITHOUT_KEY = {"tabSessions", "tabSingles"}


@probe("sqlite-schema")
def an_altered_table_keeps_key_defaults_and_indexes(frappe):
    tables = [name for name in frappe.db.get_tables(cached=False) if name.startswith("tab")]
    assert {name for name in tables if not keys(frappe, name)} == SHIPPED_WITHOUT_KEY
    todo = frappe.get_doc(doctype="ToDo", description="kept", color="#123456").insert()
    before = frappe.db.sql("PRAGMA table_info(tabToDo)")
    frappe.db.commit()
    make_unique(frappe, "ToDo", "color")
    frappe.db.change_column_type("ToDo", "priority", "VARCHAR(20)", nullable=True)
    after = frappe.db.sql("PRAGMA table_info(tabToDo)")
    assert [row for row in after if row[1] != "priority"] == [row for row in before if row[1] != "priority"]
    assert frappe.db.get_value("ToDo", todo.name, "description") == "kept"
    assert frappe.db.get_column_index("tabToDo", "creation")
    assert refused(frappe, todo.name, "#ffffff") and refused(frappe, "other", "#123456")
    frappe.db.updatedb("ToDo")
    assert frappe.db.sql("PRAGMA table_info(tabToDo)") == after


def keys(frappe, table):
    return [row.name for row in frappe.db.sql(f"PRAGMA table_info(`{table}`)", as_dict=True) if row.pk]


def make_unique(frappe, doctype, field):
    setter = {"doctype": doctype, "fieldname": field, "property": "unique", "value": "1", "property_type": "Check"}
    frappe.make_property_setter(setter)
    frappe.clear_cache(doctype=doctype)
    frappe.db.updatedb(doctype)


def refused(frappe, name, color):
    with suppress(Exception):
        frappe.db.sql("insert into tabToDo (name, color) values (%s, %s)", (name, color))
        return False
    return True
