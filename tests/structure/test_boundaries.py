"""The app is an ordinary Frappe app, and the bench below it can be exchanged: neither knows the other."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib

import pytest

from pocket import APPS, ROOT

APP = APPS / "kim_app"
TEXTS = {".py", ".js", ".json", ".toml", ".md", ".po", ".pot", ".txt", ".html", ".css", ".svg"}
SOURCES = [path for path in sorted(APP.rglob("*.py")) if "__pycache__" not in path.parts]
BENCH_SOURCES = [path for path in sorted((ROOT / "pocket").rglob("*")) if path.suffix in (".py", ".mjs")]
OPEN_ENDED = {"local", "flags", "session", "form_dict", "conf", "request", "response", "job", "cache", "_dict"}


def files_of_the_app():
    return [path for path in sorted(APP.rglob("*")) if path.suffix in TEXTS and "__pycache__" not in path.parts]


def test_the_app_does_not_know_on_what_it_runs_here():
    words = re.compile(r"monoframe|\bpocket\b", re.IGNORECASE)
    assert files_of_the_app()
    assert not [str(path) for path in files_of_the_app() if words.search(path.read_text())]


def test_the_bench_knows_the_app_only_by_the_list_of_apps():
    assert not [str(path) for path in BENCH_SOURCES if "kim_app" in path.read_text()]
    assert (ROOT / "sites" / "apps.txt").read_text().split() == ["frappe", "kim_app"]


def test_the_framework_is_not_in_git():
    listed = subprocess.run(["git", "ls-files", "apps"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    assert listed
    assert not [name for name in listed if not name.startswith("apps/kim_app/")]


def test_the_app_is_packaged_as_benches_expect_it():
    project = tomllib.loads((APP / "pyproject.toml").read_text())
    assert project["project"]["name"] == "kim_app"
    assert project["build-system"]["build-backend"] == "flit_core.buildapi"
    assert (APP / "kim_app" / "modules.txt").read_text().split() == ["KIM"]
    for name in ("hooks.py", "patches.txt", "__init__.py"):
        assert (APP / "kim_app" / name).is_file()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(APP)))
def test_the_app_imports_the_framework_and_what_it_declares(path):
    allowed = {"frappe", "kim_app", *declared_dependencies(), *sys.stdlib_module_names}
    foreign = {name.split(".")[0] for name in imported_modules(path)} - allowed
    assert not foreign


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(APP)))
def test_the_app_uses_only_names_that_the_framework_has(path):
    missing = [name for name in names_of_the_framework(path) if not exists(name)]
    assert not missing


def test_a_name_that_the_framework_does_not_have_is_noticed(tmp_path):
    source = tmp_path / "wrong.py"
    source.write_text("import frappe\nfrom frappe.utils import nowdat\nfrappe.get_al('x')\nfrappe.db.get_valu('x')\n")
    missing = {name for name in names_of_the_framework(source) if not exists(name)}
    assert missing == {"frappe.utils.nowdat", "frappe.get_al", "frappe.db.get_valu"}


def test_what_the_app_declares_is_locked_for_this_bench():
    locked = (ROOT / "pocket" / "lock" / "runtime.txt").read_text()
    assert declared_dependencies() == {"anyascii", "icalendar"}
    for name in declared_dependencies():
        assert re.search(rf"^{name}==[\d.]+ \\\n +--hash=sha256:", locked, re.MULTILINE)


def declared_dependencies():
    """Return the names of the packages that the app's pyproject.toml asks for."""
    project = tomllib.loads((APP / "pyproject.toml").read_text())["project"]
    return {re.match(r"[\w.-]+", line)[0] for line in project["dependencies"]}


def imported_modules(path):
    """Return the modules that a source file imports (relative imports are its own)."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def names_of_the_framework(path):
    """Return the dotted names below ``frappe`` that a source file imports or reaches for."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module.split(".")[0] == "frappe":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and (name := dotted(node)) and name.startswith("frappe."):
            yield name


def dotted(node):
    """Return ``a.b.c`` for an attribute chain that begins with a plain name, else None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (owner := dotted(node.value)):
        return f"{owner}.{node.attr}"
    return None


def exists(name):
    """Say whether a dotted name can be reached; what is only known at run time is taken as there."""
    import frappe
    from frappe.database.sqlite.database import SQLiteDatabase
    from frappe.query_builder.builder import SQLite

    value = frappe
    for depth, part in enumerate(name.split(".")[1:]):
        if depth == 0 and part in OPEN_ENDED:
            return True
        if depth == 0 and part in ("db", "qb"):
            value = {"db": SQLiteDatabase, "qb": SQLite}[part]
            continue
        value = getattr(value, part, None) or submodule(value, part)
        if value is None:
            return False
    return True


def submodule(package, name):
    try:
        return importlib.import_module(f"{package.__name__}.{name}")
    except (ImportError, AttributeError):
        return None
