"""Backups of a SQLite site: taken while it is in use, restored whole or not at all, checked."""

import gzip
import os
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
    try:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(plain)) as copy:
            original.backup(copy)
        with plain.open("rb") as content, gzip.open(target, "wb", compresslevel=6) as packed:
            shutil.copyfileobj(content, packed)
    finally:
        plain.unlink(missing_ok=True)


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
    for leftover in ("-wal", "-shm"):
        Path(f"{current}{leftover}").unlink(missing_ok=True)
    fresh.replace(current)


def _check(path):
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("integrity check failed")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='tabDocType'").fetchone():
            raise sqlite3.DatabaseError("no site's tables in it")


def restore_files(site: str, archive: Path) -> None:
    """Unpack an archive of the site's files (made by ``backup --with-files``) over the present ones."""
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            # Names in the archive are ./<site>/public/files/…: the site's own name may differ today.
            parts = Path(member.name).parts
            if "files" not in parts:
                continue
            member.name = str(Path(*parts[parts.index("files") - 1 :]))
            packed.extract(member, SITES / site, filter="data")
