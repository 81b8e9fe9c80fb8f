"""SQLite: a table is altered without losing its key, its defaults, its indexes, or, when killed, its rows."""

from pocket.fixes.registry import Fix

schema = Fix("sqlite-schema", "altering a table drops its primary key, NOT NULL, defaults and indexes, in four steps")

_DATABASE = "frappe.database.sqlite.database:SQLiteDatabase"
_TABLE = "frappe.database.sqlite.schema:SQLiteTable"


@schema.replace(f"{_DATABASE}.get_table_columns_description")
def get_table_columns_description(self, table_name):
    import frappe

    unique, indexed = _indexed_columns(self, table_name)
    return [
        frappe._dict(
            name=column.name,
            type=column.type,
            default=column.dflt_value,
            not_nullable=column.notnull,
            unique=column.name in unique,
            index=column.name in indexed,
        )
        for column in self.sql(f"PRAGMA table_info(`{table_name}`)", as_dict=True)
    ]


def _indexed_columns(database, table):
    """Return the columns that have a unique index of their own, and those that begin another index."""
    unique, indexed = set(), set()
    for index in database.sql(f"PRAGMA index_list(`{table}`)", as_dict=True):
        columns = [row.name for row in database.sql(f"PRAGMA index_info(`{index.name}`)", as_dict=True)]
        if index.unique and len(columns) == 1 and index.origin != "pk":
            unique.add(columns[0])
        elif not index.unique:
            indexed.add(columns[0])
    return unique, indexed


@schema.wrap(f"{_TABLE}.create")
def create(original, self):
    original(self)
    self.setup_table_columns()
    self.alter()  # the original leaves out the indexes that fields ask for


@schema.replace(f"{_TABLE}.alter")
def alter(self):
    import frappe

    for column in self.columns.values():
        column.build_for_alter_table(self.current_columns.get(column.fieldname.lower()))
    for column in self.add_column:
        definition = column.get_definition(for_modification=True)  # a unique column gets its index below
        frappe.db.sql_ddl(f"ALTER TABLE `{self.table_name}` ADD COLUMN `{column.fieldname}` {definition}")
    changed = {*self.change_type, *self.set_default, *self.change_nullability}
    freed = {column.fieldname for column in self.drop_unique}
    if changed or freed:
        definitions = {column.fieldname: column.get_definition(for_modification=True) for column in changed}
        rebuild(frappe.db, self.table_name, definitions, freed)
    _change_indexes(frappe.db, self)


def _change_indexes(database, table):
    # Names of indexes are shared by all tables of a SQLite database, so the table's own name is part of them.
    for column in table.drop_index:
        database.sql_ddl(f"DROP INDEX IF EXISTS `{table.table_name}_{column.fieldname}_index`")
    for kind, columns in (("INDEX", table.add_index), ("UNIQUE INDEX", table.add_unique)):
        for column in columns:
            name = f"{table.table_name}_{column.fieldname}_{kind.split()[0].lower()}"
            database.sql_ddl(f"CREATE {kind} IF NOT EXISTS `{name}` ON `{table.table_name}` (`{column.fieldname}`)")


@schema.replace(f"{_DATABASE}.change_column_type")
def change_column_type(self, doctype, column, type, nullable=False):
    rebuild(self, f"tab{doctype}", {column: type if nullable else f"{type} NOT NULL"}, set())


@schema.replace(f"{_DATABASE}.rename_column")
def rename_column(self, doctype, old_column_name, new_column_name):
    self.sql_ddl(f"ALTER TABLE `tab{doctype}` RENAME COLUMN `{old_column_name}` TO `{new_column_name}`")


def rebuild(database, table: str, definitions: dict, freed: set) -> None:
    """Make a table anew with other column definitions, in one transaction: whole or not at all.

    Arguments: definitions (column → SQL type with NOT NULL and DEFAULT), freed (columns that lose their unique index).
    """
    columns = database.sql(f"PRAGMA table_info(`{table}`)", as_dict=True)
    statements = _statements(database, table, columns, definitions, freed)
    database.commit()
    database.begin_to_write(True)
    try:
        for statement in statements:
            database._cursor.execute(statement)
    except BaseException:
        database._conn.rollback()
        raise
    database.commit()


def _statements(database, table, columns, definitions, freed):
    indexes = list(_index_statements(database, table, freed))
    counted = "AUTOINCREMENT" in database.sql("select sql from sqlite_master where name=%s", table)[0][0].upper()
    made = ", ".join(_definition(column, definitions, counted) for column in columns)
    names = ", ".join(f"`{column.name}`" for column in columns)
    values = ", ".join(_value(column, definitions) for column in columns)
    return [
        f"CREATE TABLE `{table}_new` ({made})",
        f"INSERT INTO `{table}_new` ({names}) SELECT {values} FROM `{table}`",  # noqa: S608 - names of the schema
        f"DROP TABLE `{table}`",
        f"ALTER TABLE `{table}_new` RENAME TO `{table}`",
        *indexes,
    ]


def _definition(column, definitions, counted):
    default = "" if column.dflt_value is None else f" DEFAULT {column.dflt_value}"
    kept = f"{column.type}{' NOT NULL' if column.notnull else ''}{default}"
    key = f" PRIMARY KEY{' AUTOINCREMENT' if counted else ''}" if column.pk else ""
    # The shipped tables call their key NOT NULL only; every table of the framework is found by its name.
    return f"`{column.name}` {definitions.get(column.name, kept)}{key}"


def _value(column, definitions):
    _, asks, default = definitions.get(column.name, "").partition(" DEFAULT ")
    return f"COALESCE(`{column.name}`, {default})" if asks else f"`{column.name}`"


def _index_statements(database, table, freed):
    for index in database.sql(f"PRAGMA index_list(`{table}`)", as_dict=True):
        columns = [row.name for row in database.sql(f"PRAGMA index_info(`{index.name}`)", as_dict=True)]
        if index.origin == "pk" or (index.unique and set(columns) <= freed):
            continue
        stored = database.sql("select sql from sqlite_master where name=%s", index.name)[0][0]
        listed = ", ".join(f"`{column}`" for column in columns)
        yield stored or f"CREATE UNIQUE INDEX `{table}_{'_'.join(columns)}_unique` ON `{table}` ({listed})"
