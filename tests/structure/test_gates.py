"""Each gate has a test that is stopped by it, told by what the gate says, and goes on once that is there."""

import ast

import pytest

from pocket import APPS, ROOT

GATES = APPS / "kim_app" / "kim_app" / "gates"
FOLDERS = (ROOT / "tests" / "app", ROOT / "tests" / "stories")
RECOGNISED = 20
"""So many characters of a message in a row must stand in the test."""


def gates():
    """Yield (module, function) for each gate, read from the source so that no site is needed."""
    for path in sorted(GATES.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Gate" and len(node.args) == 2:
                yield pytest.param(path, ast.unparse(node.args[1]), id=f"{path.stem}.{ast.unparse(node.args[1])}")


def messages(path, function):
    """Return the texts of the gate, and of functions of its module that it calls."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    if function not in functions:
        imports = [n for n in tree.body if isinstance(n, ast.ImportFrom)]
        source = next(n.module for n in imports if function in {alias.name for alias in n.names})
        yield from messages(APPS / "kim_app" / f"{source.replace('.', '/')}.py", function)
        return
    called = {n.id for n in ast.walk(functions[function]) if isinstance(n, ast.Name)} & set(functions)
    for node in (n for name in {function, *called} for n in ast.walk(functions[name])):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "_" and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def written_tests():
    """Yield (source, its literal texts) of each test function."""
    for path in (path for folder in FOLDERS for path in folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
                yield ast.unparse(node), texts


def tells(text, message):
    """Say whether a test's text is a passage of the message, as far as its first placeholder."""
    passages = [part for part in message.replace("{1}", "{0}").split("{0}") if part]
    needed = min(RECOGNISED, max(map(len, passages)))
    return any(passage[i : i + needed] in text for passage in passages for i in range(len(passage) - needed + 1))


@pytest.mark.parametrize(("path", "function"), gates())
def test_a_gate_is_tried_by_a_test_that_names_what_is_missing(path, function):
    said = list(messages(path, function))
    assert said, "a gate that stops somebody says what is missing"
    found = [source for source, texts in written_tests() if any(tells(t, m) for t in texts for m in said)]
    assert found, f"no test is stopped by: {said}"
    goes_on = ("workflow_state", "step(", "apply_workflow", "is None", "move(", "invite(")
    assert any(sign in source for source in found for sign in goes_on), "no test goes on afterwards"
