"""Conditions over plain facts that administrators write into lists: requirements and notices.

A condition is a comparison of facts, such as `minor_child and not receives_benefits` or `age < 27`. It is read as a
tree first: only names of facts, constants, comparisons and `and`, `or`, `not` are let through, so that a condition
can neither call nor reach anything.
"""

import ast
import unicodedata
from typing import Any

import frappe
from frappe import _

from kim_app.applications.facts import SAMPLE

ALLOWED = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.Not,
    ast.Compare,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.In,
    ast.NotIn,
    ast.Is,
    ast.IsNot,
    ast.Name,
    ast.Load,
    ast.Constant,
    ast.Tuple,
    ast.List,
)


def applies(condition: str | None, facts: dict[str, Any]) -> bool | None:
    """Say whether a condition holds; an empty one always does. None if a fact that it needs is unknown."""
    if not (condition or "").strip():
        return True
    try:
        return bool(frappe.safe_eval(condition.strip(), None, dict(facts)))
    except (TypeError, NameError):
        return None


def require_valid(condition: str | None, where: str) -> None:
    """Refuse a condition that cannot be evaluated. Raises `frappe.ValidationError` and names the facts there are."""
    # As it will be evaluated: a full-width quotation mark would otherwise end a text only there.
    problem = _problem_of(unicodedata.normalize("NFKC", condition or "").strip())
    if problem:
        frappe.throw(
            _("{0}: the condition “{1}” cannot be used: {2}. Facts are: {3}.").format(
                where, frappe.utils.escape_html(condition), problem, ", ".join(sorted(SAMPLE))
            ),
            title=_("Condition"),
        )


def _problem_of(condition: str) -> str | None:
    if not condition:
        return None
    try:
        tree = ast.parse(condition, mode="eval")
    except (SyntaxError, ValueError):
        return _("it is not complete, or a quotation mark or bracket is missing")
    return _first(_strange_part(node) for node in ast.walk(tree)) or _first(
        _wrong_comparison(node) for node in ast.walk(tree)
    )


def _first(problems: Any) -> str | None:
    return next(filter(None, problems), None)


def _strange_part(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name) and node.id not in SAMPLE:
        return _("there is no fact “{0}”").format(node.id)
    if not isinstance(node, ALLOWED):
        return _("only facts, values, comparisons and the words and, or, not, in are possible")
    return None


def _wrong_comparison(node: ast.AST) -> str | None:
    """Try each comparison by itself, since `and` and `or` may skip it."""
    if not isinstance(node, ast.Compare):
        return None
    text = ast.unparse(node)
    try:
        frappe.safe_eval(text, None, dict(SAMPLE))
    except TypeError:
        return _("in “{0}” things are compared that do not fit together").format(frappe.utils.escape_html(text))
    return None
