"""SQLite: values are bound, statements of MariaDB are understood, and writers wait for each other."""

import datetime
import sqlite3

from pocket.fixes import sqlite_functions
from pocket.fixes.registry import Fix
from pocket.fixes.sqlite_text import translate, writes

binding = Fix("sqlite-bound-values", "values given as a dict are put into the SQL text: wrong data and SQL injection")
literals = Fix("sqlite-literals", "a backtick inside a value becomes a double quote: the value is stored wrong")
functions = Fix("sqlite-functions", "functions of MariaDB are missing, and LIKE does not know that Ö is ö")
builder = Fix("sqlite-query-builder", "PyPika gets its value wrapper twice, and does not know skip_locked")
locking = Fix("sqlite-writers-wait", "two writers at once: 'database is locked', or one loses the other's change")
for_update = Fix("sqlite-for-update", "a document loaded for update is not locked")
backup = Fix("sqlite-backup", "a backup of a database in use lacks what stands in its write-ahead log")
sizes = Fix(
    "sqlite-table-sizes", "the Desk of an admin takes half a minute: it reads the whole database for each table"
)
search = Fix("sqlite-full-text", "global search stops at MATCH … AGAINST, and finds each document once per change")
types = Fix("sqlite-types", "dates come back as text, and an empty one stops the whole request")

_CLASS = "frappe.database.sqlite.database:SQLiteDatabase"
BUSY_TIMEOUT = 60_000  # milliseconds that a writer waits for another one


@binding.replace(f"{_CLASS}.execute_query")
def execute_query(self, query, values=None):
    text, bound, locks = translate(query, values)
    # Without the locking fix there is no such method: sqlite3 then opens transactions by itself.
    if begin_to_write := getattr(self, "begin_to_write", None):
        begin_to_write(locks or writes(text))
    return self._cursor.execute(text, bound)


@literals.replace("frappe.database.sqlite.database:modify_query")
def modify_query(query):
    return str(query)  # SQLite takes backticks as they are; the rest is translate's work


@functions.wrap(f"{_CLASS}.get_connection")
def get_connection(original, self, read_only=False):
    connection = original(self, read_only)
    sqlite_functions.register(connection)
    return connection


@functions.after("frappe.query_builder.functions")
def same_functions_as_mariadb(module):
    for mapper in vars(module).values():
        if isinstance(mapper, module.ImportMapper):
            mapper.func_map.setdefault(module.db_type_is.SQLITE, mapper.func_map[module.db_type_is.MARIADB])


# --- concurrent writers -------------------------------------------------------------------------------------
# Reads run outside of a transaction. The first statement that writes, or reads FOR UPDATE, takes the one write
# lock at once (BEGIN IMMEDIATE) and waits for it: a read transaction that turns into a writing one would fail
# without waiting as soon as somebody else wrote in between.


@locking.replace(f"{_CLASS}.create_connection")
def create_connection(self, read_only=False):
    mode = "ro" if read_only else "rwc"
    return sqlite3.connect(
        f"{self.get_db_path().resolve().as_uri()}?mode={mode}",
        uri=True,
        detect_types=sqlite3.PARSE_DECLTYPES,
        timeout=BUSY_TIMEOUT / 1000,
        isolation_level=None,
    )


@locking.add(f"{_CLASS}.begin_to_write")
def begin_to_write(self, needed):
    if needed and not self._conn.in_transaction and not getattr(self, "read_only", False):
        self._cursor.execute("BEGIN IMMEDIATE")


@locking.wrap(f"{_CLASS}.get_connection")
def wait_for_writers(original, self, read_only=False):
    connection = original(self, read_only)
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    # With WAL, FULL is what makes an acknowledged write survive a power cut, too.
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@locking.replace(f"{_CLASS}.begin")
def begin(self, *, read_only=False):
    import frappe

    wanted = bool(read_only or frappe.flags.read_only)
    if wanted != getattr(self, "read_only", False):
        self.read_only = wanted
        if self._conn:
            self._conn.close()
        self._conn = self.get_connection(read_only=wanted)
        self._cursor = self._conn.cursor()


for_update.edit(
    "frappe/model/document.py",
    """\t\t\t\tif self.flags.for_update and frappe.db.db_type != "sqlite":""",
    """\t\t\t\tif self.flags.for_update:""",
)
for_update.edit(
    "frappe/model/document.py",
    """for_update = ""\n\t\tif self.flags.for_update and frappe.db.db_type != "sqlite":""",
    """for_update = ""\n\t\tif self.flags.for_update:""",
)


# --- query builder ------------------------------------------------------------------------------------------


@builder.after("frappe.query_builder.builder")
def sqlite_builder(module):
    from pypika.utils import builder as builds

    class LockingBuilder(module.SQLLiteQueryBuilder):
        """PyPika's builder for SQLite with the arguments that for_update has for other databases."""

        @builds
        def for_update(self, nowait=False, skip_locked=False, of=()):
            self._for_update = True

    def _builder(cls, **kwargs):
        made = LockingBuilder(**kwargs)
        made._wrapper_cls = module.SQLiteParameterizedValueWrapper
        return made

    module.SQLite._builder = classmethod(_builder)


# --- types --------------------------------------------------------------------------------------------------


@types.after("frappe.database.sqlite.database")
def converters(module):
    sqlite3.register_converter("datetime", _read(datetime.datetime.fromisoformat))
    sqlite3.register_converter("timestamp", _read(datetime.datetime.fromisoformat))
    sqlite3.register_converter("date", _read(datetime.date.fromisoformat))
    sqlite3.register_converter("time", _read(datetime.time.fromisoformat))


def _read(parse):
    def read(stored):
        return parse(stored.decode()) if stored else None

    return read


# --- backup -------------------------------------------------------------------------------------------------


@backup.wrap("frappe.utils.backups:BackupGenerator.take_dump")
def take_dump(original, self):
    import frappe

    if self.db_type != "sqlite":
        return original(self)
    from pathlib import Path

    from pocket.backup import copy_database

    source = Path(frappe.get_site_path()) / "db" / f"{self.db_name}.db"
    copy_database(source, Path(self.backup_path_db))
    return None


# --- table sizes --------------------------------------------------------------------------------------------


@sizes.wrap("frappe.core.report.database_storage_usage_by_tables.database_storage_usage_by_tables:execute")
def table_sizes(original, filters=None):
    import frappe
    from frappe.core.report.database_storage_usage_by_tables import database_storage_usage_by_tables as report

    if frappe.db.db_type != "sqlite":
        return original(filters)
    rows = frappe.db.sql(
        """SELECT owner.tbl_name AS "table", ROUND(SUM(part.pgsize) / 1048576.0, 2) AS "size",
            ROUND(SUM(part.pgsize * (owner.type = 'table')) / 1048576.0, 2) AS data_size,
            ROUND(SUM(part.pgsize * (owner.type = 'index')) / 1048576.0, 2) AS index_size
        FROM dbstat AS part JOIN sqlite_master AS owner ON owner.name = part.name
        WHERE part.aggregate = TRUE GROUP BY owner.tbl_name ORDER BY "size" DESC""",
        as_dict=True,
    )
    return report.COLUMNS, rows


# --- full text ----------------------------------------------------------------------------------------------


@search.after("frappe.query_builder.functions")
def match_against(module):
    from pypika.functions import Function

    class Match(Function):
        """MATCH … AGAINST as a function: how often the words begin a word of the column."""

        def __init__(self, column):
            super().__init__("match_against", column)

        def Against(self, text):
            self.args.append(self.wrap_constant(text))
            return self

    module.Match.func_map[module.db_type_is.SQLITE] = Match


@search.wrap("frappe.utils.global_search:sync_value")
def sync_value(original, value):
    import frappe

    # A full-text table has no keys: what is there of the document would stay beside the new entry.
    if frappe.db.db_type == "sqlite":
        frappe.db.delete("__global_search", {"doctype": value["doctype"], "name": value["name"]})
    original(value)


@search.wrap("frappe.utils.global_search:sync_values")
def sync_values(original, values):
    import frappe
    from frappe.utils import global_search

    if frappe.db.db_type != "sqlite":
        return original(values)
    fields = ("doctype", "name", "content", "published", "title", "route")
    for value in values:
        global_search.sync_value(value if isinstance(value, dict) else dict(zip(fields, value, strict=True)))
    return None
