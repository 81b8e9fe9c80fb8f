"""Put the framework into ``apps/frappe``: take the pinned wheel, give the names back, apply the edits.

The wheel on PyPI is the framework with every ``frappe`` renamed; the way back is the same replacement the other
way round, in contents and in paths. The new tree is made beside the old one and takes its place by a rename,
so that an interrupted run leaves either the old or the new tree, never half of one.
"""

import hashlib
import json
import os
import shutil
import zipfile
from pathlib import Path

from pocket import APPS

CARRIER, NAME = "monoframe", "frappe"
STAMP = ".restored"
_NAMES = [(form(CARRIER).encode(), form(NAME).encode()) for form in (str.lower, str.title, str.upper)]


def give_names_back(content: bytes) -> bytes:
    """Return a text with the carrier's name replaced in all three cases; binary content comes back as it is."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return content
    for carrier, name in _NAMES:
        content = content.replace(carrier, name)
    return content


def fingerprint(wheel: Path, edits: dict) -> str:
    """Return what the tree is made of (wheel and edits) as a SHA-256 hex digest."""
    parts = {path: [[edit.old, edit.new] for edit in found] for path, found in sorted(edits.items())}
    source = wheel.read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(source + json.dumps(parts).encode()).hexdigest()


def is_current(wheel: Path, edits: dict, target: Path = APPS / NAME) -> bool:
    """Say whether the target tree was made from this wheel with these edits."""
    stamp = target / STAMP
    return stamp.is_file() and stamp.read_text() == fingerprint(wheel, edits)


def restore(wheel: Path, edits: dict, target: Path = APPS / NAME) -> int:
    """Make the tree anew and put it in place; return the number of files.

    Arguments: wheel (the pinned file), edits (path below the target → list of Edit), target (folder).
    Raises AnchorMissing if an edit does not find its place, KeyError if its file is not in the wheel.
    """
    fresh = target.with_name(f".{target.name}-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        count = _unpack(wheel, dict(edits), fresh)
        (fresh / STAMP).write_text(fingerprint(wheel, edits))
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def _unpack(wheel, edits, folder):
    count = 0
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            path = give_names_back(member.filename.encode()).decode()
            if member.is_dir() or not path.startswith(f"{NAME}/"):
                continue
            content = give_names_back(archive.read(member))
            for edit in edits.pop(path, ()):
                content = edit.apply(content.decode()).encode()
            _write(folder / path, content)
            count += 1
    if edits:
        raise KeyError(f"edits of files that the wheel does not have: {', '.join(edits)}")
    return count


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _swap(fresh, target):
    old = target.with_name(f".{target.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
