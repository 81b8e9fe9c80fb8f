"""The table of a statistic as a chart, as the Desk draws it."""

from collections.abc import Iterable
from typing import Any

from frappe import _

from kim_app.figures.export import HIDDEN

TYPES = {"Bar": "bar", "Line": "line", "Pie": "pie", "Percentage": "percentage"}
WHOLE = ("Pie", "Percentage")
MOST = 30
"""Bars that can still be told apart."""


def chart(record: Any, answer: dict[str, Any]) -> dict[str, Any]:
    """Return labels, rows of figures and the kind of chart. Where a hidden number belongs, the label has its mark.

    A hidden number is drawn as nothing, so that its height tells as little as the table. A line runs along the columns,
    which are mostly periods; bars stand for the rows.
    """
    rows, columns = answer["row_labels"], answer["column_labels"]
    if record.chart_type in WHOLE or len(columns) == 1:
        labels = _marked(answer, rows, 1)
        datasets = [{"name": _(record.measure), "values": [value or 0 for value in answer["row_totals"]]}]
    elif record.chart_type == "Line":
        labels = _marked(answer, columns, 2)
        datasets = [_dataset(name, line) for name, line in zip(rows, answer["cells"], strict=True)][:MOST]
    else:
        labels = _marked(answer, rows, 1)
        datasets = [
            _dataset(name, line) for name, line in zip(columns, zip(*answer["cells"], strict=True), strict=True)
        ]
    cut = [{**row, "values": row["values"][:MOST]} for row in datasets]
    return {"type": TYPES.get(record.chart_type, "bar"), "labels": labels[:MOST], "datasets": cut}


def _dataset(name: str, numbers: Iterable[Any]) -> dict[str, Any]:
    return {"name": name, "values": [number or 0 for number in numbers]}


def _marked(answer: dict[str, Any], labels: list[str], place: int) -> list[str]:
    """Mark the labels of rows (place 1 of a cell's key) or columns (place 2) that have a hidden cell."""
    hidden = {key[place] for key in answer["hidden"] if key[0] == "cell"}
    return [f"{label} {HIDDEN}" if number in hidden else label for number, label in enumerate(labels)]
