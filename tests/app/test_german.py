"""Everything that the app shows has a German text."""

import ast
import json
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.app.test_doctypes import APP, DOCTYPES, named

with (APP / "locale" / "de.po").open("rb") as source:
    CATALOGUE = {message.id: message.string for message in read_po(source) if message.id}
FRAMEWORK_TEXTS = {"Home"}


def assert_german(texts):
    missing = sorted(text for text in texts if text and text not in FRAMEWORK_TEXTS and not CATALOGUE.get(text))
    assert not missing


@pytest.mark.parametrize("doctype", named(DOCTYPES))
def test_doctype_speaks_german(doctype):
    texts = {doctype["name"], doctype["description"]}
    for field in doctype["fields"]:
        texts |= {field.get("label"), field.get("description")}
        if field["fieldtype"] == "Select":
            texts |= set(field.get("options", "").split("\n"))
    texts |= {link.get("group") for link in doctype["links"]} | {row["role"] for row in doctype["permissions"]}
    assert_german(texts)


def test_workflows_roles_and_module_speak_german():
    from kim_app.roles import RIGHTS, ROLES
    from kim_app.setup.workflows import actions, states

    assert_german({*ROLES, *RIGHTS, "KIM"})
    assert_german(row["workflow_state_name"] for row in states())
    assert_german(row["workflow_action_name"] for row in actions())


def test_workspace_and_sidebar_speak_german():
    workspace = json.loads((APP / "kim/workspace/kim/kim.json").read_text(encoding="utf-8"))
    sidebar = json.loads((APP / "workspace_sidebar/kim.json").read_text(encoding="utf-8"))
    texts = {row["label"] for row in (*workspace["links"], *workspace["shortcuts"], *sidebar["items"])}
    texts |= {block["data"].get("text") for block in json.loads(workspace["content"])}
    assert_german(texts)


def messages_in(path: Path):
    """Yield the literal texts of `_("…")` calls in a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "_lt"):
            argument = node.args[0]
            if isinstance(argument, ast.Constant):
                yield argument.value


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in sorted(APP.rglob("*.py"))])
def test_messages_speak_german(path):
    assert_german(messages_in(path))


@pytest.mark.parametrize("message", [pytest.param(text, id=text[:40]) for text in CATALOGUE])
def test_translation_keeps_placeholders(message):
    for number in range(3):
        assert (f"{{{number}}}" in message) == (f"{{{number}}}" in CATALOGUE[message])


def test_template_and_german_hold_the_same_messages():
    with (APP / "locale" / "main.pot").open("rb") as source:
        template = {message.id for message in read_po(source) if message.id}
    assert template == set(CATALOGUE)


def test_the_desk_gets_the_german_text(site):
    site.local.lang = "de"
    assert site._("Case Manager") == "Fallmanagement"
