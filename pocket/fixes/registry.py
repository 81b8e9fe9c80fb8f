"""How a fix is declared, and how it reaches the framework.

A fix belongs to one defect: it has a name, a reason, and any number of *overrides* (Python, put in place right
after the module that they repair was executed) and *edits* (one anchored replacement in a restored file).
Both fail loudly when their anchor is missing. ``POCKET_WITHOUT=name,name`` leaves fixes out: the tests use it
to show that each one is needed.
"""

import functools
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
from collections import defaultdict
from dataclasses import dataclass, field

FIXES: dict[str, "Fix"] = {}


class AnchorMissing(RuntimeError):
    """The place that a fix repairs is not there: the package is not the pinned one."""


@dataclass(frozen=True)
class Edit:
    """One replacement in one file of the restored tree (path below ``apps/frappe``)."""

    path: str
    old: str
    new: str

    def apply(self, text: str) -> str:
        """Return the text with the anchor replaced; raises AnchorMissing unless it stands there exactly once."""
        if text.count(self.old) != 1:
            raise AnchorMissing(f"{self.path}: anchor found {text.count(self.old)} times: {self.old[:80]!r}")
        return text.replace(self.old, self.new)


@dataclass
class Fix:
    """One repaired defect of the package.

    Arguments: name (used in tests and POCKET_WITHOUT), why (one line: what breaks without it).
    """

    name: str
    why: str
    edits: list[Edit] = field(default_factory=list)
    overrides: dict = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        if self.name in FIXES:
            raise ValueError(f"two fixes are called {self.name}")
        FIXES[self.name] = self

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace ``old`` by ``new`` in one restored file when the tree is made."""
        self.edits.append(Edit(path, old, new))

    def replace(self, target: str):
        """Decorator: put the function in place of ``package.module:attribute[.attribute]``."""
        return self._register(target, lambda function, original: function)

    def wrap(self, target: str):
        """Decorator: like replace, but the function gets the original as its first argument."""
        return self._register(target, _wrapped)

    def add(self, target: str):
        """Decorator: put the function where the package lost an attribute."""
        return self._register(target, lambda function, original: function, missing=True)

    def after(self, module: str):
        """Decorator: call the function with the module right after it was executed."""

        def register(function):
            self.overrides[module].append(function)
            return function

        return register

    def _register(self, target, make, missing=False):
        module_name, path = target.split(":")

        def register(function):
            self.overrides[module_name].append(lambda module: _set(module, path, function, make, missing=missing))
            return function

        return register


def _wrapped(function, original):
    @functools.wraps(original)
    def call(*args, **kwargs):
        return function(original, *args, **kwargs)

    return call


def _set(module, path, function, make, *, missing):
    *parents, name = path.split(".")
    owner = functools.reduce(getattr, parents, module)
    if hasattr(owner, name) == missing:
        raise AnchorMissing(f"{module.__name__}:{path} {'exists already' if missing else 'is not there'}")
    setattr(owner, name, make(function, None if missing else getattr(owner, name)))


def active() -> list[Fix]:
    """Return the fixes in force: all of them, less those that POCKET_WITHOUT names."""
    left_out = set(filter(None, os.environ.get("POCKET_WITHOUT", "").split(",")))
    if unknown := left_out - FIXES.keys():
        raise ValueError(f"POCKET_WITHOUT names unknown fixes: {', '.join(sorted(unknown))}")
    return [fix for name, fix in FIXES.items() if name not in left_out]


def edits_by_path() -> dict[str, list[Edit]]:
    """Return the edits in force, by the path of the file they change."""
    grouped = defaultdict(list)
    for fix in active():
        for edit in fix.edits:
            grouped[edit.path].append(edit)
    return grouped


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the framework's modules as usual, but applies our overrides after each was executed."""

    def __init__(self, overrides):
        self.overrides = overrides

    def find_spec(self, fullname, path, target=None):
        if fullname not in self.overrides:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader, self.overrides[fullname])
        return spec


class _Loader(importlib.abc.Loader):
    def __init__(self, inner, overrides):
        self.inner, self.overrides = inner, overrides

    def __getattr__(self, name):  # get_source, get_filename, …: tracebacks and inspect ask for them
        return getattr(self.inner, name)

    def create_module(self, spec):
        return self.inner.create_module(spec)

    def exec_module(self, module):
        self.inner.exec_module(module)
        for override in self.overrides:
            override(module)


def install() -> None:
    """Make every later import of the framework come out repaired (called by the environment's .pth file)."""
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return
    overrides = defaultdict(list)
    for fix in active():
        for module, functions in fix.overrides.items():
            overrides[module].extend(functions)
    sys.meta_path.insert(0, _Finder(overrides))
