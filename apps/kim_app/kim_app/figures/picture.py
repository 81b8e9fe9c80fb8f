"""The table of a statistic as a chart, as the Desk draws it."""

from collections.abc import Iterable
from typing import Any

from frappe import _

from kim_app.figures.export import HIDDEN
from kim_app.figures.pictures import BARS, MAP

TYPES = {"Bar": "bar", "Line": "line", "Pie": "pie", "Percentage": "percentage"}
WHOLE = ("Pie", "Percentage")
LINES = "lines"
FEW = 2
"""Bars that can stand beside each other; more columns are drawn as a map, the darker, the more."""
MOST = 30
"""Bars that can still be told apart."""


def chart(record: Any, answer: dict[str, Any]) -> dict[str, Any]:
    """Return labels, rows of figures and the kind of chart. Where a hidden number belongs, the label has its mark.

    A hidden number is null and drawn as nothing: a line breaks off there, and does not fall to zero. A line runs along
    the columns, which are mostly periods; bars stand for the rows. `kim_picture` says how it is drawn
    (public/js/pictures.js); pies are drawn by the framework.
    """
    rows, columns = answer["row_labels"], answer["column_labels"]
    if record.chart_type in WHOLE:
        kind, labels = None, _marked(answer, rows, 1)
        datasets = [{"name": _(record.measure), "values": [value or 0 for value in answer["row_totals"]]}]
    elif len(columns) == 1:
        kind, labels = BARS, _marked(answer, rows, 1)
        datasets = [_dataset(_(record.measure), answer["row_totals"], _hidden_rows(answer))]
    elif record.chart_type == "Line":
        kind, labels = LINES, _marked(answer, columns, 2)
        datasets = [_dataset(name, *_along(answer, place)) for place, name in enumerate(rows)][:MOST]
    else:
        kind, labels = BARS if len(columns) <= FEW else MAP, _marked(answer, rows, 1)
        datasets = [_dataset(name, *_down(answer, place)) for place, name in enumerate(columns)]
    cut = [{**row, "values": row["values"][:MOST]} for row in datasets]
    drawn = {"type": TYPES.get(record.chart_type, "bar"), "labels": labels[:MOST], "datasets": cut}
    return {**drawn, "kim_picture": kind} if kind else drawn


def _dataset(name: str, numbers: Iterable[Any], hidden: set[int]) -> dict[str, Any]:
    return {
        "name": name,
        "values": [None if place in hidden else number or 0 for place, number in enumerate(numbers)],
    }


def _hidden_rows(answer: dict[str, Any]) -> set[int]:
    """Return the places whose only number is hidden, be it as a cell or as the row's total."""
    return {key[1] for key in answer["hidden"] if key[0] in ("cell", "row")}


def _along(answer: dict[str, Any], row: int) -> tuple[list, set[int]]:
    return answer["cells"][row], {key[2] for key in answer["hidden"] if key[0] == "cell" and key[1] == row}


def _down(answer: dict[str, Any], column: int) -> tuple[list, set[int]]:
    hidden = {key[1] for key in answer["hidden"] if key[0] == "cell" and key[2] == column}
    return [line[column] for line in answer["cells"]], hidden


def _marked(answer: dict[str, Any], labels: list[str], place: int) -> list[str]:
    """Mark the labels of rows (place 1 of a cell's key) or columns (place 2) that have a hidden cell."""
    hidden = {key[place] for key in answer["hidden"] if key[0] == "cell"}
    return [f"{label} {HIDDEN}" if number in hidden else label for number, label in enumerate(labels)]
