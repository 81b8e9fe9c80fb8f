"""The documents say what is so: fixes, verbs, links and pictures that they name exist."""

import re

import pytest

from pocket import ROOT, fixes
from pocket.cli import VERBS

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_fix_is_listed_with_its_reason():
    text = (ROOT / "docs" / "pocket.md").read_text()
    listed = dict(re.findall(r"^\| `([\w.-]+)` \| (.+) \|$", text, re.MULTILINE))
    assert {name: fix.why for name, fix in fixes.FIXES.items()} == {name: listed.get(name) for name in fixes.FIXES}
    assert not [name for name in listed if name not in fixes.FIXES and "/" not in name and "." not in name]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(document):
    targets = re.findall(r"\]\(([^)#]+)\)", document.read_text())
    assert not [target for target in targets if "://" not in target and not (document.parent / target).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_are_named_exist(document):
    named = re.findall(r"\./kim bench (?:--site \S+ )?([a-z-]+)", document.read_text())
    assert not [verb for verb in named if verb not in VERBS]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_are_named_exist(document):
    made_at_set_up = ("apps/frappe", "build/", "sites/", "env/", "config/")
    named = re.findall(r"`((?:apps|pocket|tests|docs|benchmarks)/[\w./-]+)`", document.read_text())
    missing = [name for name in named if not name.startswith(made_at_set_up) and not (ROOT / name.rstrip("/")).exists()]
    assert not missing
