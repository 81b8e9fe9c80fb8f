"""The table of a statistic as a chart, as the Desk draws it."""

from typing import Any

from frappe import _

from kim_app.figures.export import HIDDEN

TYPES = {"Bar": "bar", "Line": "line", "Pie": "pie", "Percentage": "percentage"}
WHOLE = ("Pie", "Percentage")
MOST = 30
"""Bars that can still be told apart."""


def chart(record: Any, answer: dict[str, Any]) -> dict[str, Any]:
    """Return labels, rows of figures and the kind of chart. A row with a hidden number has the mark at its label.

    A hidden number is drawn as nothing, so that its height tells as little as the table.
    """
    labels = [_marked(answer, row) for row in range(len(answer["row_labels"]))][:MOST]
    if record.chart_type in WHOLE or len(answer["column_labels"]) == 1:
        datasets = [{"name": _(record.measure), "values": [value or 0 for value in answer["row_totals"][:MOST]]}]
    else:
        datasets = [
            {"name": name, "values": [line[column] or 0 for line in answer["cells"][:MOST]]}
            for column, name in enumerate(answer["column_labels"])
        ]
    return {"type": TYPES.get(record.chart_type, "bar"), "labels": labels, "datasets": datasets}


def _marked(answer: dict[str, Any], row: int) -> str:
    label = answer["row_labels"][row]
    hidden = any(key[0] in ("cell", "row") and key[1] == row for key in answer["hidden"])
    return f"{label} {HIDDEN}" if hidden else label
