"""Probes of the SQLite fixes."""

import datetime
import threading
import time
from pathlib import Path

from tests.pocket.probes import probe


@probe("sqlite-bound-values")
def values_are_bound(frappe):
    text = "it's 100% %(n)s"
    todo = frappe.get_doc(doctype="ToDo", description="first").insert()
    frappe.db.set_value("ToDo", todo.name, "description", text)
    assert frappe.db.get_value("ToDo", todo.name, "description") == text


@probe("sqlite-literals")
def backticks_in_values_stay(frappe):
    assert frappe.db.sql("select 'a`b'")[0][0] == "a`b"


@probe("sqlite-functions")
def functions_of_mariadb_are_there(frappe):
    assert frappe.db.sql("select 'ÖZDEMIR' like '%özdemir%', NOW() - INTERVAL '1' DAY < NOW()")[0] == (1, 1)


@probe("sqlite-query-builder")
def locks_can_be_asked_for(frappe):
    user = frappe.qb.DocType("User")
    query = frappe.qb.from_(user).select(user.name).where(user.name == "it's").for_update(skip_locked=True)
    assert query.run() in ((), [])


@probe("sqlite-writers-wait")
def two_writers_lose_nothing(frappe):
    frappe.db.set_default("counter", "0")
    frappe.db.commit()
    threads = [threading.Thread(target=_count_up, args=(frappe.local.site,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert frappe.db.sql("select defvalue from tabDefaultValue where defkey='counter'")[0][0] == "40"


def _count_up(site):
    import frappe

    frappe.init(site)
    for _ in range(10):
        frappe.connect()
        row = "from tabDefaultValue where defkey='counter'"
        value = int(frappe.db.sql(f"select defvalue {row} for update")[0][0])
        time.sleep(0.03)  # time enough for the others to read the same, on a busy machine too
        frappe.db.sql("update tabDefaultValue set defvalue=%s where defkey='counter'", str(value + 1))
        frappe.db.commit()
        frappe.db.close()
    frappe.destroy()


@probe("sqlite-for-update")
def a_document_loaded_for_update_is_locked(frappe):
    frappe.db.commit()
    frappe.get_doc("User", "Guest", for_update=True)
    assert frappe.db._conn.in_transaction


@probe("sqlite-backup")
def a_backup_has_the_newest_record(frappe):
    import gzip
    import sqlite3

    from frappe.utils.backups import new_backup

    todo = frappe.get_doc(doctype="ToDo", description="newest").insert()
    frappe.db.commit()
    taken = new_backup(ignore_files=True, force=True)
    Path("copy.db").write_bytes(gzip.decompress(Path(taken.backup_path_db).read_bytes()))
    found = sqlite3.connect("copy.db").execute("select description from tabToDo where name=?", (todo.name,)).fetchone()
    assert found == ("newest",)


@probe("sqlite-types")
def dates_are_dates_and_empty_ones_are_none(frappe):
    todo = frappe.get_doc(doctype="ToDo", description="x", date="2026-03-01").insert()
    assert frappe.db.get_value("ToDo", todo.name, "date") == datetime.date(2026, 3, 1)
    assert isinstance(frappe.db.get_value("DocType", "User", "modified"), datetime.datetime)
    frappe.db.set_value("ToDo", todo.name, "date", "")
    assert frappe.db.get_value("ToDo", todo.name, "date") is None


@probe("sqlite-table-sizes")
def table_sizes_are_told_at_once(frappe):
    from frappe.core.report.database_storage_usage_by_tables.database_storage_usage_by_tables import execute

    seconds = []
    for read in (lambda: execute()[1], lambda: frappe.db.sql("select count(*) from dbstat")):
        started = time.monotonic()
        rows = read()
        seconds.append(time.monotonic() - started)
    assert seconds[0] < 50 * max(seconds[1], 0.01), "more than a few readings of the whole database"
    assert rows and execute()[1][0].size > 0


@probe("sqlite-full-text")
def global_search_finds_a_changed_document_once(frappe):
    from frappe.utils import global_search

    note = frappe.get_doc(doctype="Note", title="A note", public=1).insert()
    for content in ("Quittenmus", "Birnensaft"):  # words that no demo record has
        note.content = content
        note.save()
        global_search.sync_global_search()
    assert [row.name for row in global_search.search("birnens")] == [note.name]
    assert not global_search.search("quittenmus")
