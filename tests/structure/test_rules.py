"""Rules of the code that a machine can check: size, complexity, docstrings, forbidden calls."""

import ast
import re
import subprocess
import sys

import pytest

from pocket import ROOT

FOLDERS = ("apps/kim_app", "pocket", "tests", "benchmarks")
SOURCES = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "__pycache__" not in path.parts and path.read_text().strip()
]
APP_SOURCES = [path for path in SOURCES if "kim_app" in path.parts]
FORBIDDEN = {
    "raw SQL": re.compile(r"frappe\.db\.sql\b"),
    "a commit of its own": re.compile(r"frappe\.db\.commit\b"),
    "an endpoint for guests": re.compile(r"allow_guest\s*=\s*True"),
}


def name_of(path):
    return str(path.relative_to(ROOT))


def test_ruff_finds_nothing():
    for command in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *command, *FOLDERS, "kim"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_can_be_read_at_one_sitting(path):
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", [path for path in SOURCES if "tests" not in path.parts], ids=name_of)
def test_public_functions_say_what_they_do(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree) or path.name == "__init__.py" or "doctype" in path.parts
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_"]
    # What takes the place of a function of the framework is described there; its fix says why it is replaced.
    silent = [node.name for node in public if not ast.get_docstring(node) and not node.decorator_list]
    assert not silent or "fixes" in path.parts or "doctype" in path.parts


@pytest.mark.parametrize("path", APP_SOURCES, ids=name_of)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_app_does_without(path, what):
    assert not FORBIDDEN[what].search(path.read_text())


@pytest.mark.parametrize("path", APP_SOURCES, ids=name_of)
def test_rights_are_passed_over_only_with_a_reason(path):
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        if re.search(r"ignore_permissions\s*=\s*True", line):
            assert "#" in line or lines[number - 1].strip().startswith("#"), f"{path}:{number + 1}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_left_to_do(path):
    marks = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X"))  # in parts, so that this file obeys its own rule
    assert not re.search(rf"\b({marks})\b", path.read_text())


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name.startswith("test_")], ids=name_of)
def test_a_test_can_fail(path):
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    helpers = {node.name for node in functions if any(asserts(part) for part in ast.walk(node))}
    for node in functions:
        if node.name.startswith("test_"):
            assert any(asserts(part, helpers) for part in ast.walk(node)), f"{node.name} asserts nothing"


def asserts(node, helpers=frozenset()):
    """Say whether a piece of a test asserts, by itself or through a helper of its file; a name alone does not."""
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Assert)
    name = ast.unparse(node.func).split(".")[-1]
    return name in helpers or name in ("raises", "shows") or name.startswith("expect")
