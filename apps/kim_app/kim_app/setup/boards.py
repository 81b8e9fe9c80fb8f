"""Kanban boards that a new site starts with."""

import json

from kim_app.setup.workflows import case

INDICATORS = {"Warning": "Orange", "Info": "Light Blue", "Primary": "Blue", "Success": "Green", "Inverse": "Gray"}


def boards() -> list[dict]:
    """Return the Kanban boards: the cases by phase. Each colleague finds the own cases on it."""
    columns = [
        {"column_name": state, "status": "Active", "indicator": INDICATORS[style]}
        for state, style in case.STATES.items()
    ]
    return [
        {
            "kanban_board_name": "Cases",
            "reference_doctype": "Case",
            "field_name": "workflow_state",
            "private": 0,
            "show_labels": 0,
            "fields": json.dumps(["name", "priority", "next_review_on"]),
            "filters": "[]",
            "columns": columns,
        }
    ]
