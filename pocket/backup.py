"""Backups of a SQLite site: taken while it is in use, restored whole or not at all, checked."""

import contextlib
import gzip
import os
import re
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

from pocket import SITES
from pocket.console import Refusal


def database_path(site: str) -> Path:
    """Return where the site's database is."""
    import json

    config = json.loads((SITES / site / "site_config.json").read_text())
    return SITES / site / "db" / f"{config['db_name']}.db"


def integrity(site: str) -> str:
    """Return SQLite's own word on the database: "ok" or what is wrong."""
    with closing(sqlite3.connect(database_path(site))) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


def copy_database(source: Path, target: Path) -> None:
    """Write a compressed copy of a database that may be in use (SQLite's online backup: all or nothing)."""
    plain = target.with_name(f".{target.name}.{os.getpid()}")
    packed = plain.with_suffix(".packed")
    try:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(plain)) as copy:
            original.backup(copy)
        with plain.open("rb") as content, gzip.open(packed, "wb", compresslevel=6) as file:
            shutil.copyfileobj(content, file)
        packed.replace(target)
    finally:
        for leftover in (plain, packed):
            leftover.unlink(missing_ok=True)


def restore_database(site: str, backup: Path) -> None:
    """Replace the site's database by a backup's; raises Refusal, and changes nothing, if it is no sound database."""
    current = database_path(site)
    fresh = current.with_name(".restored.db")
    try:
        opener = gzip.open if backup.suffix == ".gz" else open
        with opener(backup, "rb") as packed, fresh.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        _check(fresh)
    except (OSError, EOFError, sqlite3.DatabaseError) as fault:
        fresh.unlink(missing_ok=True)
        raise Refusal(f"{backup.name} is no sound backup of a database ({fault}): nothing was changed.") from fault
    (SITES / site / ".code").unlink(missing_ok=True)  # until it was migrated, it does not fit the code
    with contextlib.suppress(sqlite3.DatabaseError), closing(sqlite3.connect(current)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # killed from here on, the old one is whole without its log
    for leftover in ("-wal", "-shm"):
        Path(f"{current}{leftover}").unlink(missing_ok=True)
    fresh.replace(current)


def _check(path):
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("integrity check failed")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='tabDocType'").fetchone():
            raise sqlite3.DatabaseError("no site's tables in it")


_FILES = re.compile(r"(?:^|/)((?:public|private)/files(?:/.*)?)$")


def check_archive(archive: Path) -> None:
    """Raise Refusal unless the file is an archive of a site's files (made by ``backup --with-files``)."""
    try:
        with tarfile.open(archive) as packed:
            names = packed.getnames()
    except (OSError, EOFError, tarfile.TarError) as fault:
        raise Refusal(f"{archive.name} is no sound archive of files ({fault}): nothing was changed.") from fault
    if not any(_FILES.search(name) for name in names):
        raise Refusal(f"{archive.name} holds no files of a site: nothing was changed.")


def restore_files(site: str, archive: Path) -> None:
    """Unpack an archive of the site's files over the present ones; anything else in it is left alone."""
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            # Names in the archive are ./<site>/public/files/…: the site's own name may differ today.
            if found := _FILES.search(member.name):
                member.name = found.group(1)
                packed.extract(member, SITES / site, filter="data")
